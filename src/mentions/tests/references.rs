//! Those named before by a title, a number or a share: "the general", "both sides", "the North".

use super::check;

#[test]
fn a_title_stands_for_who_bore_it() {
    check(&[
        (
            "1955-06-02",
            "Marshal Tito received Nikita Khrushchev in Belgrade. The marshal accepted the apology.",
            &[("The marshal", "YUG")],
        ),
        (
            "1985-11-21",
            "President Reagan met Mikhail Gorbachev in Geneva. Gorbachev told the president that arms came first.",
            &[("the president", "USA")],
        ),
        (
            "1961-06-05",
            "King Hussein flew to Cairo, where Gamal Abdel Nasser met him. The king stayed for two days.",
            &[("The king", "JOR")],
        ),
    ]);
}

#[test]
fn persons_whom_nobody_knows_take_the_country_beside_them() {
    check(&[
        (
            "1965-02-03",
            "Norway's Einar Hauge spoke first.",
            &[("Einar Hauge", "NOR")],
        ),
        (
            "1965-02-03",
            "The Frenchman Pierre Lambert drafted the text.",
            &[("Pierre Lambert", "FRA")],
        ),
        (
            "1965-02-03",
            "Norway sent a note to Denmark. Einar Hauge, the foreign secretary, had signed it.",
            &[("Einar Hauge", "NOR")],
        ),
        (
            "1965-02-03",
            "Einar Hauge, foreign minister of Norway, spoke first.",
            &[("Einar Hauge", "NOR")],
        ),
    ]);
}

#[test]
fn groups_are_those_spoken_of_together() {
    check(&[
        (
            "1998-05-12",
            "Ethiopia and Eritrea fought again. Italy urged both sides to stop.",
            &[("both sides", "ETH+ERI")],
        ),
        (
            "1998-05-12",
            "Ethiopia and Eritrea fought again. Talks between the two had failed.",
            &[("the two", "ETH+ERI")],
        ),
        (
            "1998-05-12",
            "Ethiopia and Eritrea signed a truce. Each side accused the other of breaking it.",
            &[("Each side", "ETH+ERI"), ("the other", "ETH+ERI")],
        ),
        (
            "1948-04-02",
            "Soviet guards stopped a train. A note accused the three Western powers of smuggling.",
            &[("the three Western powers", "FRA+GBR+USA")],
        ),
    ]);
}

#[test]
fn halves_of_a_divided_country() {
    check(&[(
        "1968-02-01",
        "South Vietnam asked for help. The North attacked again, and northern troops crossed the river.",
        &[("The North", "VNM"), ("northern troops", "VNM")],
    )]);
}

#[test]
fn russians_before_russia() {
    check(&[
        (
            "1955-05-16",
            "John Foster Dulles met the Russians.",
            &[("the Russians", "SUN")],
        ),
        (
            "1999-05-16",
            "Madeleine Albright met the Russians.",
            &[("the Russians", "RUS")],
        ),
    ]);
}

#[test]
fn the_object_of_a_second_verb_is_not_its_subject() {
    check(&[(
        "1982-04-03",
        "Ronald Reagan telephoned Leopoldo Galtieri and urged him to wait.",
        &[("him", "ARG")],
    )]);
}

#[test]
fn police_are_where_the_sentence_says() {
    check(&[(
        "1989-03-01",
        "The Soviet Union kept silent. In Karachi, police fired on a crowd.",
        &[("police", "PAK")],
    )]);
}

#[test]
fn a_body_without_country_is_that_of_the_topic() {
    check(&[
        (
            "2009-05-05",
            "NAIROBI - Norway has been mediating between the government and the rebels.",
            &[("the government", "KEN")],
        ),
        (
            "2003-02-05",
            "Cuba opened talks between the government and the FARC.",
            &[("the government", "COL")],
        ),
        (
            "1991-10-09",
            "PORT-AU-PRINCE - Haiti buried its dead. Venezuela stopped its oil shipments to the country.",
            &[("the country", "HTI")],
        ),
        (
            "2010-03-03",
            "Georgia protested. Police raided a Georgian casino in Moscow.",
            &[("Police", "RUS")],
        ),
        (
            "2021-03-03",
            "Fiji met envoys from Tonga. The opposition accused Scott Morrison of a blunder.",
            &[("The opposition", "AUS")],
        ),
    ]);
}

#[test]
fn three_are_those_that_stood_in_a_row() {
    check(&[(
        "1999-03-05",
        "Mexico was angry. France, Italy and Spain signed the pact. Libya sued the three.",
        &[("the three", "FRA+ITA+ESP")],
    )]);
}

#[test]
fn a_paper_of_a_state_that_accuses_speaks_for_it() {
    check(&[
        (
            "1981-12-30",
            "Pravda accused Bonn of lying.",
            &[("Pravda", "SUN")],
        ),
        (
            "1981-12-30",
            "Pravda reported that Bonn had lied.",
            &[("Pravda", "nobody")],
        ),
        (
            "1999-12-30",
            "Pravda accused Bonn of lying.",
            &[("Pravda", "nobody")],
        ),
    ]);
}

#[test]
fn names_are_shortened_to_their_main_noun() {
    check(&[
        (
            "1994-07-06",
            "The Rwandan Patriotic Front took the town. Paris said that the Front had agreed.",
            &[("the Front", "RPF")],
        ),
        (
            "2015-05-05",
            "Earlier The Hague had recalled its envoy.",
            &[("The Hague", "NLD")],
        ),
        (
            "1993-10-14",
            "TOKYO, Oct 14 - Boris Yeltsin bowed to his hosts.",
            &[("his hosts", "JPN")],
        ),
        (
            "1993-04-14",
            "The Somali faction leader Mohamed Farah Aideed met envoys of Chad.",
            &[("Mohamed Farah Aideed", "SNA_SOM")],
        ),
        (
            "1998-04-14",
            "John Black, a senator from Ohio, flew to Havana.",
            &[("John Black", "USA")],
        ),
    ]);
}

#[test]
fn towns_of_a_state_that_was_part_of_another() {
    check(&[
        (
            "1959-09-02",
            "The French president left for Leningrad and Kiev.",
            &[("Leningrad", "SUN"), ("Kiev", "SUN")],
        ),
        (
            "2009-09-02",
            "The French president left for Kiev.",
            &[("Kiev", "UKR")],
        ),
        (
            "1974-09-02",
            "Bonn opened an office in Zagreb and another in Bratislava.",
            &[("Zagreb", "YUG"), ("Bratislava", "CSK")],
        ),
    ]);
}

#[test]
fn titles_of_offices_that_few_states_have() {
    check(&[
        (
            "1964-04-02",
            "The Secretary of State, Mr. Dean Rusk, wrote to Ankara.",
            &[("Mr. Dean Rusk", "USA")],
        ),
        (
            "1964-04-02",
            "France answered Washington at length. In Paris the Secretary of State said little.",
            &[("the Secretary of State", "USA")],
        ),
        (
            "1983-04-02",
            "The Reagan Administration wrote to Mexico.",
            &[("The Reagan Administration", "USA")],
        ),
    ]);
}
