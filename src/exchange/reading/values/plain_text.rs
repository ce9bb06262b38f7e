//! HTML as plain text: paragraphs become lines, everything else is left out. What comes out is text, never markup to show.

/// The longest entity, in bytes.
const ENTITY: usize = 11;

/// The text of a piece of HTML; a text that is none stays as it is.
pub fn plain_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(place) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at_checked(place).unwrap_or((rest, ""));
        out.push_str(before);
        rest = if from.starts_with('&') { entity(from, &mut out) } else { tag(from, &mut out) };
    }
    out.push_str(rest);
    tidy(&out)
}

/// Passes a tag, or takes a sign that begins none; what comes after.
fn tag<'a>(from: &'a str, out: &mut String) -> &'a str {
    let begins =
        from.chars().nth(1).is_some_and(|letter| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!' | '?'));
    if let Some(comment) = from.strip_prefix("<!--") {
        return comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
    }
    // There is no tag in a tag: so nothing is looked through twice.
    let end = from.get(1..).and_then(|rest| rest.find(['<', '>'])).map(|end| end + 1);
    let end = end.filter(|end| from.as_bytes().get(*end) == Some(&b'>'));
    let Some((inside, after)) = end.filter(|_| begins).and_then(|end| from.split_at_checked(end)) else {
        out.push('<');
        return from.get(1..).unwrap_or_default();
    };
    let after = after.get(1..).unwrap_or_default();
    let inside = inside.trim_start_matches(['<', '/']);
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match name.as_str() {
        "br" | "p" | "div" | "li" | "tr" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => out.push('\n'),
        "td" | "th" => out.push(' '),
        "script" | "style" if !from.starts_with("</") => return closed(after, &name),
        _ => {}
    }
    after
}

/// What comes after the end of an element whose content is no text.
fn closed<'a>(rest: &'a str, name: &str) -> &'a str {
    let is_end = |place: &usize| {
        let after = rest.get(place + 2..place + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    let end = rest.match_indices("</").map(|(place, _)| place).find(is_end);
    end.and_then(|end| rest.get(end..)).unwrap_or_default()
}

/// Takes the letter of an entity; what comes after.
fn entity<'a>(from: &'a str, out: &mut String) -> &'a str {
    let found = from.bytes().take(ENTITY).position(|byte| byte == b';').and_then(|end| from.split_at_checked(end));
    let letter = found.and_then(|(inside, _)| letter_of(inside.get(1..)?));
    match (letter, found) {
        (Some(letter), Some((_, after))) => {
            out.push(letter);
            after.get(1..).unwrap_or_default()
        }
        _ => {
            out.push('&');
            from.get(1..).unwrap_or_default()
        }
    }
}

fn letter_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| !letter.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "aring" => 'å',
        "auml" => 'ä',
        "ouml" => 'ö',
        "Aring" => 'Å',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "eacute" => 'é',
        "aelig" => 'æ',
        "oslash" => 'ø',
        "uuml" => 'ü',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "bull" => '•',
        "euro" => '€',
        _ => return None,
    })
}

/// Single spaces, no blank lines at the ends and no more than one between.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_lines_of_text() {
        for (html, text) in [
            ("<p>Ett &amp; tv&aring;</p><p>Tre<br/>fyra</p>", "Ett & två\n\nTre\nfyra"),
            ("a < b och c > d & e", "a < b och c > d & e"),
            ("<ul><li>x</li><li class=\"y\">z</li></ul>", "x\n\nz"),
            ("<script>alert('<p>')</script>kvar<style>p{}</style>", "kvar"),
            ("<!-- <b>bort</b> -->kvar<!-- > utan slut", "kvar"),
            ("<SCRIPT>a</b></Script>kvar", "kvar"),
            ("&lt;b&gt;", "<b>"),
            ("&#229;&#x0;&#1;&okänd;", "å&#x0;&#1;&okänd;"),
            ("slut <b", "slut <b"),
            ("5&nbsp;000", "5 000"),
            ("", ""),
        ] {
            assert_eq!(plain_text(html), text, "{html}");
        }
    }

    #[test]
    fn unclosed_marks_take_no_time() {
        let begun = std::time::Instant::now();
        for mark in ["<a", "&", "<!--", "<script>", "<script></script>", "<", "</"] {
            plain_text(&mark.repeat(1_000_000 / mark.len()));
        }
        assert!(begun.elapsed().as_secs() < 20);
    }
}
