// 200 drawing contexts, and a drawing that takes minutes.
const VERTEX = `attribute vec2 corner;
void main() { gl_Position = vec4(corner, 0., 1.); }`;
const FRAGMENT = `precision highp float;
precision highp int;
void main() {
  float x = gl_FragCoord.x;
  for (int i = 0; i < 60000; i++) x = sin(x + gl_FragCoord.y);
  gl_FragColor = vec4(x);
}`;

function draw(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.canvas.width = gl.canvas.height = 2048;
  gl.viewport(0, 0, 2048, 2048);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(gl.getAttribLocation(program, 'corner'));
  gl.vertexAttribPointer(gl.getAttribLocation(program, 'corner'), 2, gl.FLOAT, false, 0, 0);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

askForToken().then(async () => {
  const canvases = Array.from({ length: 200 }, () => document.createElement('canvas'));
  const contexts = canvases.map((canvas) => canvas.getContext('webgl')).filter(Boolean);
  await report('contexts', contexts.length);
  await report('proper', (await askForToken())?.token ? 'answered' : 'nothing');
  await report('draws');
  draw(contexts.at(-1));
  report('drawn');
});
