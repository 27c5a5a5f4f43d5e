// The test DOM does not lay anything out, so it lacks this.
Element.prototype.scrollIntoView = () => undefined;
