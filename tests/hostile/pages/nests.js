// A page of the attacker's in a frame of its own inside the widget.
const nested = document.createElement('iframe');
__HOW__;
document.body.append(nested);
