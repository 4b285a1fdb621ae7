//! E-mails (RFC 5322): who wrote to whom, when, about what, and the text. What is attached is counted, not read.

use mail_parser::{Address, MessageParser};

use super::{Answer, Contents, Facts, Fault, newest};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::limits;

pub(super) fn read(bytes: &[u8]) -> Answer {
    let message = MessageParser::default().parse(bytes).ok_or(Fault::Broken)?;
    if message.parts.len() > limits::MEMBERS {
        return Err(Fault::TooManyMembers);
    }
    let sent = message.date().and_then(|date| {
        Date::new(
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        )
    });
    let mut lines: Vec<String> = Vec::new();
    for people in [message.from(), message.to(), message.cc()].into_iter().flatten() {
        lines.push(named(people));
    }
    lines.extend(sent.map(|day| day.to_string()));
    lines.extend(message.subject().map(str::to_owned));
    for at in 0..message.text_body_count() {
        // HTML without a plain twin comes as text
        lines.extend(message.body_text(at).map(std::borrow::Cow::into_owned));
    }
    Ok(Contents {
        facts: Facts {
            pages: None,
            newest: newest(sent),
        },
        attachments: u32::try_from(message.attachment_count()).unwrap_or(u32::MAX),
        text: Some(lines.join("\n")),
        ..Contents::default()
    })
}

fn named(people: &Address<'_>) -> String {
    let people: Vec<String> = people
        .iter()
        .map(|one| [one.name(), one.address()].into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect();
    people.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_its_subject_and_text() {
        let source = b"From: Service <service@exemple.org>\r\nTo: equipe@exemple.org\r\nDate: Tue, 5 May 2026 09:00:00 +0200\r\nSubject: =?UTF-8?Q?Note_de_m=C3=A9diation?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nR=E8gle jointe.\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n--x--\r\n";
        let read = read(source).unwrap();
        let text = read.text.unwrap();
        for part in ["Note de médiation", "Règle jointe.", "2026-05-05", "service@exemple.org"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("%PDF"));
        assert_eq!(read.attachments, 1);
        assert_eq!(read.facts.newest, Date::parse("2026-05-05"));
    }
}
