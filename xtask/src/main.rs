//! Tasks for the people who build Détente: training models and measuring them.

fn main() {}
