location.href = '__STRANGER__/elsewhere';
// Where that is refused, this page is still there to say so.
setTimeout(report, 2000, 'stayed');
