//! The plot, as SVG: sign-ins per second over time, the outage beside the moment when all come at once.

use crate::comparison::{Comparison, Comparisons};
use crate::page::grouped;
use crate::scenario::{Capacity, OUTAGE, RENEWED_AFTER, STARTS};
use crate::simulation::Course;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;
use widget_core::session::clock::Moment;

const SIZE: (u32, u32) = (1200, 700);
/// Height of the title and the legend.
const HEAD: u32 = 92;
const LEFT_PANEL: u32 = 735;
/// Room left of an axis.
const AXIS_AT: i32 = 94;
const FONT: &str = "DejaVu Sans";

// Told apart by people who see colours differently, too.
const THIS_APP: RGBColor = RGBColor(0, 94, 184);
const NAIVE: RGBColor = RGBColor(213, 74, 0);
const DOUBLING: RGBColor = RGBColor(140, 140, 150);
const INK: RGBColor = RGBColor(32, 36, 44);
const QUIET: RGBColor = RGBColor(98, 104, 116);
const GRID: RGBColor = RGBColor(226, 229, 234);
const SHADE: RGBColor = RGBColor(255, 240, 217);
const PAPER: RGBColor = RGBColor(255, 255, 255);

/// Exponent of ten at the bottom; what is less lies on the axis.
const BOTTOM: f64 = 1.0;
/// Shown after the service is back, in minutes.
const MINUTES_AFTER: f64 = 7.0;
/// Shown where all come at once, in seconds.
const SECONDS_AT_ONCE: f64 = 150.0;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
/// What drawing into a text can fail with.
pub type DrawingError = DrawingAreaErrorKind<std::io::Error>;

/// One half of the plot.
struct Panel<'a> {
    comparison: &'a Comparison,
    title: String,
    time: Range<f64>,
    ticks: usize,
    time_label: &'static str,
    /// Seconds in one unit of the time axis.
    unit: f64,
    /// Of the lines: this app's and the others'.
    widths: [u32; 2],
    /// What stands where in it: text, time and exponent of ten.
    notes: Vec<(&'static str, f64, f64)>,
    /// Exponent of ten at the top.
    top: f64,
}

/// # Errors
/// When what is drawn is not drawable.
pub fn svg(comparisons: &Comparisons) -> Result<String, DrawingError> {
    let Comparisons { outage_then_limited, all_at_once, .. } = comparisons;
    let most = [outage_then_limited, all_at_once].into_iter().flat_map(lines).map(|(course, ..)| peak(course)).max();
    let top = (f64::from(most.unwrap_or_default().max(10)) * 1.5).log10();
    let limit = limit_of(outage_then_limited).unwrap_or_default();
    let outage = Panel {
        comparison: outage_then_limited,
        title: format!("Ten minutes of outage, then {} sign-ins a second at most", grouped(limit)),
        time: -(STARTS + OUTAGE).as_secs_f64() / 60.0..MINUTES_AFTER,
        ticks: 5,
        time_label: "minutes since the service can be reached again",
        unit: 60.0,
        widths: [3, 2],
        notes: vec![
            ("service away", -OUTAGE.as_secs_f64() / 120.0, top - 0.15),
            ("they renew", RENEWED_AFTER.as_secs_f64() / 60.0 + 0.7, f64::from(limit).log10() + 0.15),
        ],
        top,
    };
    let at_once = Panel {
        comparison: all_at_once,
        title: format!("All at the same moment, {} a second at most", grouped(limit)),
        time: 0.0..SECONDS_AT_ONCE,
        ticks: 8,
        time_label: "seconds since all began",
        unit: 1.0,
        widths: [3, 1],
        notes: Vec::new(),
        top,
    };

    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        root.fill(&PAPER)?;
        let (head, body) = root.split_vertically(HEAD);
        draw_head(&head, outage_then_limited)?;
        let (left, right) = body.split_horizontally(LEFT_PANEL);
        outage.draw(&left)?;
        at_once.draw(&right)?;
        root.present()?;
    }
    Ok(text)
}

/// What is drawn last is on top.
const fn lines(comparison: &Comparison) -> [(&Course, RGBColor); 3] {
    [
        (&comparison.naive.course, NAIVE),
        (&comparison.doubling.course, DOUBLING),
        (&comparison.this_app.course, THIS_APP),
    ]
}

fn peak(course: &Course) -> u32 {
    course.each_second.iter().max().copied().unwrap_or_default()
}

const fn limit_of(comparison: &Comparison) -> Option<u32> {
    match comparison.scenario.capacity {
        Capacity::Unlimited => None,
        Capacity::Limited { per_second, .. } => Some(per_second),
    }
}

fn text(size: u32, colour: RGBColor) -> TextStyle<'static> {
    (FONT, f64::from(size)).into_font().color(&colour).pos(Pos::new(HPos::Left, VPos::Center))
}

fn draw_head(area: &Area, comparison: &Comparison) -> Result<(), DrawingError> {
    let title = format!("Sign-ins per second of {} installs", grouped(comparison.scenario.installs));
    let bold = (FONT, 27.0, FontStyle::Bold).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    area.draw(&Text::new(title, (24, 32), bold))?;
    let entries = [
        (24, THIS_APP, "this app"),
        (160, NAIVE, "naive: again after 5 s"),
        (392, DOUBLING, "doubling up to 60 s, no jitter"),
    ];
    for (x, colour, name) in entries {
        area.draw(&Rectangle::new([(x, 68), (x + 22, 74)], colour.filled()))?;
        area.draw(&Text::new(name, (x + 30, 71), text(18, INK)))?;
    }
    area.draw(&PathElement::new(vec![(677, 71), (685, 71)], INK.stroke_width(2)))?;
    area.draw(&PathElement::new(vec![(690, 71), (698, 71)], INK.stroke_width(2)))?;
    area.draw(&Text::new("what the service can do", (707, 71), text(18, INK)))?;
    Ok(())
}

impl Panel<'_> {
    fn draw(&self, area: &Area) -> Result<(), DrawingError> {
        let (caption, below) = area.split_vertically(30);
        caption.draw(&Text::new(self.title.as_str(), (AXIS_AT, 14), text(18, INK)))?;
        let mut chart = ChartBuilder::on(&below)
            .margin_left(12)
            .margin_right(24)
            .margin_bottom(14)
            .x_label_area_size(52)
            .y_label_area_size(82)
            .build_cartesian_2d(self.time.clone(), BOTTOM..self.top)?;
        self.shade(&mut chart)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .y_max_light_lines(0)
            .bold_line_style(GRID.stroke_width(1))
            .axis_style(QUIET.stroke_width(1))
            .label_style(text(16, QUIET))
            .axis_desc_style((FONT, 17.0).into_font().color(&INK))
            .x_labels(self.ticks)
            .x_label_formatter(&|time| format!("{time:.0}"))
            .x_desc(self.time_label)
            .y_labels(6)
            .y_label_formatter(&|exponent| power_of_ten(*exponent))
            .y_desc("sign-ins per second")
            .draw()?;
        let [ours, theirs] = self.widths;
        for (course, colour) in lines(self.comparison) {
            let width = if colour == THIS_APP { ours } else { theirs };
            chart.draw_series(LineSeries::new(self.points(course), colour.stroke_width(width)))?;
        }
        if let Some(limit) = limit_of(self.comparison) {
            let [from, to] = [self.time.start.max(0.0), self.time.end].map(|time| (time, f64::from(limit).log10()));
            chart.draw_series(DashedLineSeries::new([from, to], 8, 5, INK.stroke_width(2)))?;
        }
        let quiet = text(16, QUIET).pos(Pos::new(HPos::Center, VPos::Center));
        let notes = self.notes.iter().map(|(note, time, height)| Text::new(*note, (*time, *height), quiet.clone()));
        chart.draw_series(notes)?;
        Ok(())
    }

    /// The outage, behind everything.
    fn shade(&self, chart: &mut Chart) -> Result<(), DrawingError> {
        let length = self.comparison.scenario.outage.as_secs_f64() / self.unit;
        if length == 0.0 {
            return Ok(());
        }
        chart.draw_series([Rectangle::new([(-length, BOTTOM), (0.0, self.top)], SHADE.filled())])?;
        Ok(())
    }

    fn points(&self, course: &Course) -> Vec<(f64, f64)> {
        let back = self.comparison.scenario.back().since(Moment::START).as_secs_f64();
        (0_u32..)
            .zip(&course.each_second)
            .map(|(second, count)| {
                ((f64::from(second) - back) / self.unit, f64::from(*count).max(1.0).log10().max(BOTTOM))
            })
            .filter(|(time, _)| self.time.contains(time))
            .collect()
    }
}

fn power_of_ten(exponent: f64) -> String {
    (0..9)
        .find(|power| (f64::from(*power) - exponent).abs() < 0.01)
        .map(|power| grouped(10_u32.pow(power)))
        .unwrap_or_default()
}
