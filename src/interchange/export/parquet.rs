//! Apache Parquet, for Spark, `DuckDB`, pandas and Arrow: every column with its type, days as days.

use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::Result as Written;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;

use super::network::ColumnType::{self, Text};
use super::network::{Network, SPELL_COLUMNS, column_type, spell_ids, spell_values};
use super::statements::{STATEMENT_COLUMNS, statement_values};
use crate::error::{Error, Result};
use crate::model::Statement;

/// Rows of a group: few enough that a query for a time or an actor passes most of a large file over, since what a
/// group holds at least and at most is written with it.
const ROWS_OF_A_GROUP: usize = 20_000;
/// Day 0 of Parquet's dates.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// One row for each relation under each of its statuses, with the columns of the CSV form.
///
/// # Errors
/// [`Error::Internal`] when the library refuses our own columns.
pub fn relations_parquet(network: &Network) -> Result<Vec<u8>> {
    let columns: Vec<(&str, ColumnType)> = [("source", Text), ("target", Text), ("id", Text)]
        .into_iter()
        .chain(SPELL_COLUMNS.map(|name| (name, column_type(name))))
        .collect();
    let ids = spell_ids(&network.spells);
    let rows = network.spells.iter().zip(ids).map(|(spell, id)| {
        let standing = &spell.standing;
        let ends = [standing.source.as_str(), standing.target.as_str(), &id];
        let ends = ends.into_iter().map(Value::from);
        ends.chain(spell_values(spell)).collect()
    });
    file("relation", &columns, rows)
}

/// One row for each statement.
///
/// # Errors
/// As [`relations_parquet`].
pub fn statements_parquet<'s>(statements: impl Iterator<Item = &'s Statement>) -> Result<Vec<u8>> {
    file(
        "statement",
        &STATEMENT_COLUMNS,
        statements.map(statement_values),
    )
}

fn file(
    name: &str,
    columns: &[(&str, ColumnType)],
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<Vec<u8>> {
    written(name, columns, rows).map_err(|error| Error::Internal(error.to_string()))
}

fn written(
    name: &str,
    columns: &[(&str, ColumnType)],
    mut rows: impl Iterator<Item = Vec<Value>>,
) -> Written<Vec<u8>> {
    let fields = columns.iter().map(|(name, kind)| field(name, *kind));
    let schema = Type::group_type_builder(name)
        .with_fields(fields.collect::<Written<_>>()?)
        .build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    loop {
        let group: Vec<Vec<Value>> = rows.by_ref().take(ROWS_OF_A_GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut writer = writer.next_row_group()?;
        for (at, (_, kind)) in columns.iter().enumerate() {
            let values = group.iter().map(|row| &row[at]);
            write_column(&mut writer, *kind, values)?;
        }
        writer.close()?;
    }
    writer.into_inner()
}

/// Every column may lack values: what a text does not say is null.
fn field(name: &str, kind: ColumnType) -> Written<TypePtr> {
    let (physical, logical) = match kind {
        ColumnType::Boolean => (Physical::BOOLEAN, None),
        ColumnType::Count => (Physical::INT64, None),
        ColumnType::Number => (Physical::DOUBLE, None),
        ColumnType::Day => (Physical::INT32, Some(LogicalType::Date)),
        ColumnType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map(Arc::new)
}

fn write_column<'v>(
    writer: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    kind: ColumnType,
    values: impl Iterator<Item = &'v Value>,
) -> Written<()> {
    match kind {
        ColumnType::Boolean => write_values::<BoolType>(writer, values.map(Value::as_bool)),
        ColumnType::Count => write_values::<Int64Type>(writer, values.map(Value::as_i64)),
        ColumnType::Number => write_values::<DoubleType>(writer, values.map(Value::as_f64)),
        ColumnType::Day => write_values::<Int32Type>(writer, values.map(days)),
        ColumnType::Text => write_values::<ByteArrayType>(
            writer,
            values.map(|value| value.as_str().map(ByteArray::from)),
        ),
    }
}

fn write_values<T: DataType>(
    writer: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Written<()> {
    let mut there = Vec::new();
    let levels: Vec<i16> = values
        .map(|value| {
            let level = i16::from(value.is_some());
            there.extend(value);
            level
        })
        .collect();
    let Some(mut column) = writer.next_column()? else {
        return Ok(());
    };
    column
        .typed::<T>()
        .write_batch(&there, Some(&levels), None)?;
    column.close()
}

/// A day as Parquet counts it.
fn days(value: &Value) -> Option<i32> {
    let day: Date = value.as_str()?.parse().ok()?;
    Some((day - EPOCH).get_days())
}
