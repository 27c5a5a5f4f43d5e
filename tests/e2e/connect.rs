//! From the first start to a signed-in widget.
