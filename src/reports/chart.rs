//! Charts of reports: courses over years, drawn as SVG with the same figures in words for those who do not see them.

use std::str::FromStr as _;

use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;

use super::{drawing, wording};
use crate::error::ApiError;
use crate::text::{Lang, Text, text};

/// What is drawn when there is nothing to draw.
const NOTHING: Text = text("Inget att visa.", "Nothing to show.");

/// A chart: courses over the same years.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows, with the unit.
    pub title: String,
    /// Its years, one after the other.
    pub years: Vec<i32>,
    /// Its courses.
    pub series: Vec<Series>,
}

/// A course over the years of its chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// A value per year, as decimal text; none where there is nothing to tell.
    pub values: Vec<Option<String>>,
}

impl Series {
    /// A course of counts.
    pub(super) fn counts(name: Text, lang: Lang, counts: impl Iterator<Item = i64>) -> Self {
        Self::decimals(name.get(lang), counts.map(|count| Some(count.to_string())))
    }

    /// A course of decimal texts.
    pub(super) fn decimals(name: &str, values: impl Iterator<Item = Option<String>>) -> Self {
        Self { name: name.to_owned(), values: values.collect() }
    }

    /// Its values as numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Option<Decimal>> {
        self.values.iter().map(|value| Decimal::from_str(value.as_deref()?).ok())
    }
}

impl Chart {
    /// Whether any year has a value.
    fn tells(&self) -> bool {
        self.series.iter().any(|series| series.values.iter().any(Option::is_some))
    }

    /// The same in words: year by year, what each course is.
    fn words(&self, lang: Lang) -> String {
        let of_year = |(place, year): (usize, &i32)| {
            let told = self.series.iter().filter_map(|series| {
                let value = series.values.get(place)?.as_deref()?;
                Some(format!("{} {}", series.name, wording::decimal(value, lang)))
            });
            let told: Vec<String> = told.collect();
            (!told.is_empty()).then(|| format!("{year}: {}.", told.join("; ")))
        };
        self.years.iter().enumerate().filter_map(of_year).collect::<Vec<_>>().join(" ")
    }
}

/// Those charts that have something to tell.
fn telling(charts: Vec<Chart>) -> Vec<Chart> {
    charts.into_iter().filter(Chart::tells).collect()
}

/// Charts as one picture, one below the other.
///
/// # Errors
/// When it cannot be drawn.
pub(super) fn picture(charts: Vec<Chart>, lang: Lang) -> Result<String, ApiError> {
    Ok(svg(&telling(charts), 0, lang)?.into_string())
}

/// Charts in a page, each a figure of its own.
///
/// # Errors
/// When they cannot be drawn.
pub(super) fn figures(charts: Vec<Chart>, lang: Lang) -> Result<Markup, ApiError> {
    let charts = telling(charts);
    let drawn = charts.iter().enumerate().map(|(place, chart)| svg(std::slice::from_ref(chart), place, lang));
    let drawn = drawn.collect::<Result<Vec<Markup>, ApiError>>()?;
    Ok(html! { @for figure in &drawn { figure { (figure) } } })
}

/// A picture with a title and its figures in words; `place` tells it from others on its page.
fn svg(charts: &[Chart], place: usize, lang: Lang) -> Result<Markup, ApiError> {
    let (title, about) = (format!("chart-{place}-title"), format!("chart-{place}-about"));
    let titles: Vec<&str> = charts.iter().map(|chart| chart.title.as_str()).collect();
    let words: Vec<String> = match charts {
        [one] => vec![one.words(lang)],
        several => several.iter().map(|chart| format!("{}: {}", chart.title, chart.words(lang))).collect(),
    };
    let nothing = NOTHING.get(lang);
    let drawing = drawing::draw(charts, nothing, lang)?;
    let size = drawing.size;
    Ok(html! {
        svg xmlns="http://www.w3.org/2000/svg" lang=(lang.code()) viewBox=(format!("0 0 {} {}", size.0, size.1))
            width=(size.0) height=(size.1) role="img" aria-labelledby=(format!("{title} {about}")) {
            title id=(title) { @if charts.is_empty() { (nothing) } @else { (titles.join(". ")) } }
            desc id=(about) { (words.join(" ")) }
            (PreEscaped(drawing.content))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[&[Option<&str>]]) -> Chart {
        let one = |(place, values): (usize, &&[Option<&str>])| {
            Series::decimals(&format!("<{place}>"), values.iter().map(|value| value.map(str::to_owned)))
        };
        Chart {
            title: "A & B".into(),
            years: vec![2008, 2009, 2010],
            series: values.iter().enumerate().map(one).collect(),
        }
    }

    #[test]
    fn the_figures_are_there_in_words() {
        let words = chart(&[&[Some("1520000.50"), None, Some("-3")], &[None, None, Some("0.25")]]).words(Lang::Sv);
        assert_eq!(words, "2008: <0> 1\u{a0}520\u{a0}000,50. 2010: <0> -3; <1> 0,25.");
    }

    #[test]
    fn what_has_nothing_to_tell_is_not_drawn() {
        let empty = picture(vec![chart(&[&[None, None, None]])], Lang::En).unwrap();
        assert!(empty.contains("Nothing to show.") && !empty.contains("A &amp; B"), "{empty}");
        let both = vec![chart(&[&[None, None, None]]), chart(&[&[None, Some("1"), None]])];
        assert_eq!(figures(both, Lang::En).unwrap().into_string().matches("<figure>").count(), 1);
    }

    #[test]
    fn names_are_escaped_and_a_single_or_a_vast_value_can_be_drawn() {
        for value in ["0", "-1", "4.67", "99999999999999.99", "999999999999999999999999999"] {
            let drawn = picture(vec![chart(&[&[None, Some(value), None]])], Lang::Sv).unwrap();
            assert!(drawn.contains("A &amp; B") && drawn.contains("&lt;0&gt;") && !drawn.contains("<0>"), "{drawn}");
        }
    }
}
