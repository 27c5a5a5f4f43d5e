//! The least a window with a web view can be: what the app is measured against.
//!
//! `bare-window [--url ADDRESS | --colour CSS_COLOUR] [--size WIDTHxHEIGHT]`

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use tao::dpi::LogicalSize;
    use tao::event::{Event, WindowEvent};
    use tao::event_loop::{ControlFlow, EventLoop};
    use tao::platform::unix::WindowExtUnix;
    use tao::window::WindowBuilder;
    use wry::{WebViewBuilder, WebViewBuilderExtUnix};

    let mut url = None;
    let mut colour = String::from("#0a4a50");
    let mut size = LogicalSize::new(1280.0, 800.0);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--url" => url = Some(value),
            "--colour" => colour = value,
            "--size" => {
                let (width, height) = value.split_once('x').ok_or("--size takes WIDTHxHEIGHT")?;
                size = LogicalSize::new(width.parse()?, height.parse()?);
            }
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }

    let event_loop = EventLoop::new();
    let window = WindowBuilder::new().with_title("Bare window").with_inner_size(size).build(&event_loop)?;
    let page = match url {
        Some(url) => WebViewBuilder::new().with_url(url),
        None => WebViewBuilder::new()
            .with_html(format!("<!doctype html><title>Empty</title><body style=\"background:{colour}\">")),
    };
    let _web_view = page.build_gtk(window.default_vbox().ok_or("the window has no box for the web view")?)?;

    event_loop.run(move |event, _, control_flow| {
        *control_flow = match event {
            Event::WindowEvent { event: WindowEvent::CloseRequested, .. } => ControlFlow::Exit,
            _ => ControlFlow::Wait,
        };
    });
}

#[cfg(not(target_os = "linux"))]
fn main() {}
