//! The kinds of files that are taken, each known by how its content begins.

use serde::{Deserialize, Serialize};

/// What a file is on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A picture.
    Image,
    /// A recording.
    Audio,
    /// A document.
    Document,
    /// A signature or thumbprint, as a picture.
    Signature,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Image, Self::Audio, Self::Document, Self::Signature];

    /// Whether a file with this content may be of this kind.
    pub fn holds(self, content: MediaType) -> bool {
        match self {
            Self::Signature => matches!(content, MediaType::Png | MediaType::Jpeg),
            other => content.kind() == other,
        }
    }
}

/// The allow-list. What is not here is not taken: nothing that runs, nothing that hides other files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A picture.
    Webp,
    /// A recording.
    Mp3,
    /// A recording of a phone.
    M4a,
    /// A recording.
    Ogg,
    /// A recording.
    Wav,
    /// A recording of an old phone.
    Amr,
    /// A document.
    Pdf,
    /// A document of a word processor.
    Odt,
    /// A document of a word processor.
    Docx,
}

impl MediaType {
    /// Every type.
    pub const ALL: [Self; 11] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Mp3,
        Self::M4a,
        Self::Ogg,
        Self::Wav,
        Self::Amr,
        Self::Pdf,
        Self::Odt,
        Self::Docx,
    ];

    /// Its registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Wav => "audio/wav",
            Self::Amr => "audio/amr",
            Self::Pdf => "application/pdf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The type with a registered name; some browsers have other names for the same.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "image/jpg" => Some(Self::Jpeg),
            "audio/mp3" => Some(Self::Mp3),
            "audio/x-m4a" | "audio/m4a" => Some(Self::M4a),
            "audio/x-wav" | "audio/wave" => Some(Self::Wav),
            "audio/AMR" => Some(Self::Amr),
            "application/ogg" => Some(Self::Ogg),
            _ => Self::ALL.into_iter().find(|one| one.name() == name),
        }
    }

    /// The kind that a file with this content has when it is not a signature.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => Kind::Image,
            Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav | Self::Amr => Kind::Audio,
            Self::Pdf | Self::Odt | Self::Docx => Kind::Document,
        }
    }

    /// The type of a content by how it begins; `None` for whatever is not taken. A few hundred bytes are
    /// enough for all but the last, whose list of parts may stand a little further on.
    pub fn of(content: &[u8]) -> Option<Self> {
        let begins = |signature: &[u8]| content.starts_with(signature);
        let at = |place: usize, signature: &[u8]| {
            content.get(place..).is_some_and(|rest| rest.starts_with(signature))
        };
        if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"RIFF") && at(8, b"WEBP") {
            Some(Self::Webp)
        } else if begins(b"RIFF") && at(8, b"WAVE") {
            Some(Self::Wav)
        } else if begins(b"ID3") || is_mpeg_audio(content) {
            Some(Self::Mp3)
        } else if at(4, b"ftypM4A ") {
            Some(Self::M4a)
        } else if begins(b"OggS") && (at(28, b"OpusHead") || at(28, b"\x01vorbis")) {
            Some(Self::Ogg)
        } else if begins(b"#!AMR\n") || begins(b"#!AMR-WB\n") {
            Some(Self::Amr)
        } else if begins(b"%PDF-") {
            Some(Self::Pdf)
        } else if begins(b"PK\x03\x04") {
            word_processor(content)
        } else {
            None
        }
    }
}

/// The head of a frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist.
fn is_mpeg_audio(content: &[u8]) -> bool {
    let Some([sync, layer, rates]) = content.first_chunk::<3>() else { return false };
    let layer_three = *sync == 0xff && layer & 0xe6 == 0xe2 && layer & 0x18 != 0x08;
    layer_three && rates & 0xf0 != 0xf0 && rates & 0xf0 != 0 && rates & 0x0c != 0x0c
}

/// Which of the two documents that are archives; an archive of anything else is not taken.
fn word_processor(content: &[u8]) -> Option<MediaType> {
    let declared = content.get(30..).unwrap_or_default();
    let odt = [b"mimetype".as_slice(), MediaType::Odt.name().as_bytes()].concat();
    if declared.starts_with(&odt) {
        return Some(MediaType::Odt);
    }
    let head = content.get(..content.len().min(65_536)).unwrap_or_default();
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    (holds(b"[Content_Types].xml") && holds(b"word/")).then_some(MediaType::Docx)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odt() -> Vec<u8> {
        let mut archive = b"PK\x03\x04".to_vec();
        archive.resize(30, 0);
        archive.extend_from_slice(b"mimetypeapplication/vnd.oasis.opendocument.textPK");
        archive
    }

    fn ogg() -> Vec<u8> {
        let mut page = b"OggS".to_vec();
        page.resize(28, 0);
        page.extend_from_slice(b"OpusHead");
        page
    }

    #[test]
    fn a_content_is_known_by_how_it_begins() {
        let known: [(&[u8], MediaType); 12] = [
            (b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", MediaType::Png),
            (b"RIFF\x24\0\0\0WEBPVP8 ", MediaType::Webp),
            (b"RIFF\x24\0\0\0WAVEfmt ", MediaType::Wav),
            (b"ID3\x04\0", MediaType::Mp3),
            (b"\xff\xfb\x90\x64", MediaType::Mp3),
            (b"\0\0\0\x20ftypM4A \0\0\0\0", MediaType::M4a),
            (&ogg(), MediaType::Ogg),
            (b"#!AMR\n\x3c", MediaType::Amr),
            (b"%PDF-1.7\n", MediaType::Pdf),
            (&odt(), MediaType::Odt),
            (b"PK\x03\x04....[Content_Types].xml....word/document.xml", MediaType::Docx),
        ];
        for (content, expected) in known {
            assert_eq!(MediaType::of(content), Some(expected));
        }
    }

    #[test]
    fn what_runs_or_hides_is_not_taken_whatever_it_is_called() {
        let refused: [&[u8]; 12] = [
            b"",
            b"MZ\x90\0",
            b"\x7fELF",
            b"<!doctype html><script>",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
            b"#!/bin/sh\n",
            b"PK\x03\x04........classes.dex",
            b"GIF89a",
            b"\0\0\0\x20ftypisom",
            b"\xff\xff\xff\xff",
            b"OggS........................\x80theora",
            b"plain words",
        ];
        for content in refused {
            assert_eq!(MediaType::of(content), None, "{content:?}");
        }
    }

    #[test]
    fn every_type_has_a_name_that_leads_back_and_a_kind_that_holds_it() {
        for one in MediaType::ALL {
            assert_eq!(MediaType::named(one.name()), Some(one));
            assert!(one.kind().holds(one));
        }
        assert!(Kind::Signature.holds(MediaType::Png));
        assert!(!Kind::Signature.holds(MediaType::Pdf));
        assert!(!Kind::Image.holds(MediaType::Mp3));
        assert_eq!(MediaType::named("text/html"), None);
    }
}
