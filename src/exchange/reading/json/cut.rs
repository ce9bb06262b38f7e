//! Where a JSON value ends, and how deep it goes: brackets and quotation marks are all that is looked at.

/// Finds where a value ends, over several chunks.
#[derive(Default)]
pub(super) struct Cut {
    begun: bool,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Cut {
    /// How much of a chunk belongs to the value, and whether it ends there.
    pub(super) fn length(&mut self, chunk: &[u8]) -> (usize, bool) {
        for (place, byte) in chunk.iter().enumerate() {
            if self.quoted {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.quoted = false,
                    _ => {}
                }
                if !self.quoted && self.depth == 0 {
                    return (place + 1, true);
                }
                continue;
            }
            match byte {
                b'"' if self.depth == 0 && self.begun => return (place, true),
                b'"' => self.quoted = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (place + 1, true);
                    }
                }
                b'}' | b']' | b',' | b':' if self.depth == 0 => return (place, true),
                byte if self.depth == 0 && byte.is_ascii_whitespace() => return (place, true),
                _ => {}
            }
            self.begun = true;
        }
        (chunk.len(), false)
    }
}

/// How deep brackets stand in each other.
pub(super) fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
