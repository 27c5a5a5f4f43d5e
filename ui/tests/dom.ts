// The test DOM does not lay anything out, so it lacks this.
Element.prototype.scrollIntoView = () => undefined;
// Nor does it know what a modal dialog is.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
  this.querySelector<HTMLElement>('input, button')?.focus();
};
HTMLDialogElement.prototype.close = function () {
  this.open = false;
};
