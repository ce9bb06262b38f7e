//! Drawing charts: lines with marks of different shapes, so that they can be told apart without colour.

use plotters::coord::Shift;
use plotters::coord::types::{RangedCoordi32, RangedCoordi64};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    BLACK, Cartesian2d, ChartBuilder, ChartContext, Circle, Color as _, Cross, DrawingArea, IntoDrawingArea as _,
    IntoFont as _, LineSeries, PathElement, RGBColor, SVGBackend, Text, TriangleMarker, WHITE,
};
use plotters::style::{ShapeStyle, TextStyle};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::chart::{Chart, Series};
use super::wording::decimal;
use crate::error::ApiError;
use crate::text::Lang;

/// The width of a picture and the height of a chart, in pixels.
const SIZE: (u32, u32) = (760, 340);
/// The height of an empty picture.
const EMPTY: u32 = 60;
/// The font.
const FONT: &str = "sans-serif";
/// Dark colours, so that all stand out from paper.
const COLOURS: [RGBColor; 4] =
    [RGBColor(17, 17, 17), RGBColor(0, 90, 160), RGBColor(176, 0, 32), RGBColor(26, 107, 45)];
/// The most decimals that are drawn.
const MOST_DECIMALS: u32 = 4;

/// The content of an SVG, and its width and height.
pub(super) struct Drawing {
    pub(super) content: String,
    pub(super) size: (u32, u32),
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordi32, RangedCoordi64>>;
type Fails = DrawingAreaErrorKind<std::io::Error>;

/// Draws charts one below the other; what is said when there are none.
///
/// # Errors
/// When it cannot be drawn.
pub(super) fn draw(charts: &[Chart], nothing: &str, lang: Lang) -> Result<Drawing, ApiError> {
    let height = u32::try_from(charts.len()).unwrap_or(u32::MAX).saturating_mul(SIZE.1);
    let size = (SIZE.0, height.max(EMPTY));
    let mut drawn = String::new();
    draw_in(&SVGBackend::with_string(&mut drawn, size).into_drawing_area(), charts, nothing, lang)
        .map_err(ApiError::internal)?;
    // The root element is the caller's: it holds more than a drawing.
    let inner = drawn.split_once('>').map_or("", |(_, rest)| rest);
    let content = inner.trim_end().strip_suffix("</svg>").unwrap_or(inner).to_owned();
    Ok(Drawing { content, size })
}

fn draw_in(root: &Area<'_>, charts: &[Chart], nothing: &str, lang: Lang) -> Result<(), Fails> {
    root.fill(&WHITE)?;
    if charts.is_empty() {
        root.draw(&Text::new(nothing.to_owned(), (20, 20), (FONT, 16)))?;
    }
    for (area, chart) in root.split_evenly((charts.len().max(1), 1)).iter().zip(charts) {
        draw_chart(area, chart, lang)?;
    }
    root.present()
}

fn draw_chart(area: &Area<'_>, chart: &Chart, lang: Lang) -> Result<(), Fails> {
    let area = area.titled(&chart.title, (FONT, 18))?;
    let (upper, lower) = area.split_vertically(area.dim_in_pixel().1.saturating_sub(36));
    let scale = Scale::of(&chart.series);
    let (first, last) =
        (chart.years.first().copied().unwrap_or_default(), chart.years.last().copied().unwrap_or_default());
    let mut plane = ChartBuilder::on(&upper)
        .margin(8)
        .margin_right(24)
        .x_label_area_size(28)
        .y_label_area_size(110)
        .build_cartesian_2d(first - 1..last + 1, scale.lowest..scale.highest)?;
    plane
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .x_labels(chart.years.len() + 2)
        .x_label_formatter(&|year| if (first..=last).contains(year) { year.to_string() } else { String::new() })
        .y_label_formatter(&|value| decimal(&scale.number(*value).to_string(), lang))
        .label_style((FONT, 13))
        .draw()?;
    let mut left = 20;
    for (place, series) in chart.series.iter().enumerate() {
        draw_course(&mut plane, place, &scale.points(chart, series))?;
        left = draw_legend(&lower, place, &series.name, left)?;
    }
    Ok(())
}

/// A line through neighbouring years, broken where a year has nothing to tell, and a mark on each.
fn draw_course(plane: &mut Plane<'_, '_>, place: usize, points: &[(i32, i64)]) -> Result<(), Fails> {
    let style = style(place);
    for run in points.chunk_by(|before, after| after.0 == before.0 + 1) {
        plane.draw_series(LineSeries::new(run.iter().copied(), style.stroke_width(2)))?;
    }
    match place % 4 {
        0 => plane.draw_series(points.iter().map(|point| Circle::new(*point, 4, style.filled()))),
        1 => plane.draw_series(points.iter().map(|point| TriangleMarker::new(*point, 6, style.filled()))),
        2 => plane.draw_series(points.iter().map(|point| Cross::new(*point, 5, style.stroke_width(2)))),
        _ => plane.draw_series(points.iter().map(|point| Circle::new(*point, 5, style.stroke_width(2)))),
    }
    .map(|_| ())
}

/// A mark and the name of its course; gives back where the next may stand.
fn draw_legend(area: &Area<'_>, place: usize, name: &str, left: i32) -> Result<i32, Fails> {
    let style = style(place);
    area.draw(&PathElement::new([(left, 14), (left + 26, 14)], style.stroke_width(2)))?;
    let middle = (left + 13, 14);
    match place % 4 {
        0 => area.draw(&Circle::new(middle, 4, style.filled()))?,
        1 => area.draw(&TriangleMarker::new(middle, 6, style.filled()))?,
        2 => area.draw(&Cross::new(middle, 5, style.stroke_width(2)))?,
        _ => area.draw(&Circle::new(middle, 5, style.stroke_width(2)))?,
    }
    let font = TextStyle::from((FONT, 14).into_font()).color(&BLACK);
    area.draw(&Text::new(name.to_owned(), (left + 34, 6), font.clone()))?;
    let (width, _) = area.estimate_text_size(name, &font)?;
    Ok(left + 58 + i32::try_from(width).unwrap_or_default())
}

fn style(place: usize) -> ShapeStyle {
    let [first, ..] = COLOURS;
    COLOURS.get(place % COLOURS.len()).copied().unwrap_or(first).to_rgba().into()
}

/// Whole numbers for decimal ones: a fixed number of decimals, and how far the axis reaches.
struct Scale {
    decimals: u32,
    lowest: i64,
    highest: i64,
}

impl Scale {
    fn of(series: &[Series]) -> Self {
        let numbers: Vec<Decimal> = series.iter().flat_map(Series::numbers).flatten().collect();
        let decimals =
            numbers.iter().map(|number| number.normalize().scale()).max().unwrap_or_default().min(MOST_DECIMALS);
        let whole: Vec<i64> = numbers.iter().map(|number| whole(*number, decimals)).collect();
        let lowest = whole.iter().copied().min().unwrap_or_default().min(0);
        let highest = whole.iter().copied().max().unwrap_or_default().max(lowest + 1);
        // A little air above, so that the highest mark is seen whole.
        Self { decimals, lowest, highest: highest.saturating_add(highest / 12).max(1) }
    }

    /// The years of a course that have a value, and the value.
    fn points(&self, chart: &Chart, series: &Series) -> Vec<(i32, i64)> {
        let of = |(year, number): (&i32, Option<Decimal>)| Some((*year, whole(number?, self.decimals)));
        chart.years.iter().zip(series.numbers()).filter_map(of).collect()
    }

    /// The number that a whole one stands for.
    fn number(&self, value: i64) -> Decimal {
        Decimal::new(value, self.decimals).normalize()
    }
}

/// A number with so many decimals, as a whole one; what is too large for a picture stands at its edge.
fn whole(number: Decimal, decimals: u32) -> i64 {
    let edge = i64::MAX / 4;
    let scaled = Decimal::from(10_i64.pow(decimals)).checked_mul(number);
    let scaled = scaled.and_then(|scaled| scaled.round().to_i64());
    scaled.unwrap_or(if number.is_sign_negative() { -edge } else { edge }).clamp(-edge, edge)
}
