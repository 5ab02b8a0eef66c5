use super::*;

/// A folder of files that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("detente-{}-{name}", std::process::id()));
        for (path, bytes) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn read(&self, name: &str) -> Result<Inputs> {
        read(
            &[self.0.join(name)],
            &ReadOptions::default(),
            std::io::empty(),
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn folders_are_read_in_order_without_hidden_files() {
    let folder = Folder::new(
        "order",
        &[
            ("b/two.txt", b"Second."),
            ("a.txt", b"First."),
            (".hidden.txt", b"No."),
            ("picture.png", b"\x89PNG"),
            ("b/broken.txt", b"%PDF-1.4"),
            ("b/a.txt", b"Other."),
        ],
    );
    let inputs = folder.read("").unwrap();
    let ids: Vec<&str> = inputs
        .documents
        .iter()
        .map(|document| &*document.id)
        .collect();
    assert_eq!(ids, ["a.txt", "a.txt#2", "two.txt"]);
    let messages: Vec<&str> = inputs
        .warnings
        .iter()
        .map(|warning| &*warning.message)
        .collect();
    assert!(messages[0].contains("a PDF, not text"));
    assert!(messages[1].starts_with("1 files passed over"));
}

#[test]
fn bad_input_is_told() {
    let folder = Folder::new(
        "bad",
        &[
            ("empty.txt", b" \n"),
            ("doc.pdf", b"%PDF-1.7"),
            ("bad.jsonl", b"{\"text\": "),
            ("none/x.png", b"\x89PNG"),
            ("latin.txt", b"caf\xe9 talks"),
        ],
    );
    assert!(matches!(
        folder.read("missing.txt").unwrap_err(),
        Error::Io { .. }
    ));
    assert!(
        folder
            .read("doc.pdf")
            .unwrap_err()
            .to_string()
            .contains("a PDF, not text")
    );
    assert!(
        folder
            .read("none")
            .unwrap_err()
            .to_string()
            .contains("no texts in this folder")
    );
    assert!(
        folder
            .read("bad.jsonl")
            .unwrap_err()
            .to_string()
            .contains(":1: malformed JSON")
    );
    let empty = folder.read("empty.txt").unwrap();
    assert!(empty.documents.is_empty() && empty.warnings[0].message.contains("empty"));
    let latin = folder.read("latin.txt").unwrap();
    assert_eq!(latin.documents[0].text, "café talks");
    assert!(latin.warnings[0].message.contains("Windows-1252"));
}

#[test]
fn dates_come_from_the_best_place() {
    let folder = Folder::new(
        "dates",
        &[
            ("a.jsonl", b"{\"id\":\"x\",\"date\":\"2001-02-03\",\"text\":\"Talks.\"}\n{\"text\":\"More.\",\"date\":\"soon\"}\n"),
            ("b.md", b"---\ndate: 2001-02-03\ntitle: Talks\n---\n# Other\n\nThey *met*.\n"),
            ("2001-02-03.txt", b"They met."),
            ("c.txt", b"They met."),
        ],
    );
    let options = ReadOptions {
        published: Some(Published("1999-07-21".parse().unwrap())),
        ..ReadOptions::default()
    };
    let date = |name: &str, options: &ReadOptions| {
        let inputs = read(&[folder.0.join(name)], options, std::io::empty()).unwrap();
        inputs
            .documents
            .iter()
            .map(|document| {
                document
                    .published
                    .map(|p| p.0.to_string())
                    .unwrap_or_default()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(date("a.jsonl", &options), ["2001-02-03", "1999-07-21"]);
    assert_eq!(date("2001-02-03.txt", &options), ["1999-07-21"]);
    assert_eq!(
        date("2001-02-03.txt", &ReadOptions::default()),
        ["2001-02-03"]
    );
    assert_eq!(date("b.md", &ReadOptions::default()), ["2001-02-03"]);
    assert_eq!(date("c.txt", &ReadOptions::default()), [""]);
    let lines = folder.read("a.jsonl").unwrap();
    assert_eq!(lines.documents[1].id, "a.jsonl:2");
    assert_eq!(
        (
            lines.warnings[0].line,
            lines.warnings[0].message.contains("'soon'")
        ),
        (Some(2), true)
    );
    let page = folder.read("b.md").unwrap().documents.remove(0);
    assert_eq!(
        (page.title.as_deref(), &*page.text),
        (Some("Talks"), "Other\n\nThey met.")
    );
    let at = page.text.find("met").unwrap();
    let bytes = std::fs::read(folder.0.join("b.md")).unwrap();
    assert_eq!(
        &bytes[page
            .origin
            .original_span(crate::model::Span::new(at, at + 3))
            .range()],
        b"met"
    );
}

#[test]
fn many_faults_are_counted_not_listed() {
    let lines = "{\"text\":\"ok\"}\n".to_owned() + &"{bad\n".repeat(500);
    let folder = Folder::new("faults", &[("a.jsonl", lines.as_bytes())]);
    let inputs = folder.read("a.jsonl").unwrap();
    assert_eq!(
        (inputs.documents.len(), inputs.warnings.len()),
        (1, MOST_WARNINGS)
    );
    assert_eq!(
        inputs.warnings[MOST_WARNINGS - 1].message,
        "481 more lines with faults"
    );
}

#[test]
fn what_is_read_elsewhere_is_neither_read_nor_missed() {
    let folder = Folder::new("elsewhere", &[("a.txt", b"They met."), ("b.csv", b"1")]);
    let read = |elsewhere: &[&str]| {
        let options = ReadOptions {
            elsewhere: elsewhere.iter().map(|name| folder.0.join(name)).collect(),
            ..ReadOptions::default()
        };
        let inputs = read(std::slice::from_ref(&folder.0), &options, std::io::empty()).unwrap();
        (inputs.documents.len(), inputs.warnings.len())
    };
    assert_eq!(read(&[]), (1, 1));
    assert_eq!(read(&["b.csv"]), (1, 0));
    assert_eq!(read(&["a.txt", "b.csv"]), (0, 0));
}

#[test]
fn standard_input_is_handed_in() {
    let options = ReadOptions::default();
    let inputs = read(&["-".into()], &options, &b"They met."[..]).unwrap();
    assert_eq!(inputs.documents[0].text, "They met.");
}
