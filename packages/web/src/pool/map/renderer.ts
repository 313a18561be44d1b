import { type Camera, drawnBeyond, fitCamera, type Pane, type Shift } from './camera.ts';

/**
 * Draws points with WebGL 2 and nothing else. Libraries that draw scatter plots build their drawing functions from text at run
 * time (regl, and what stands on it); that needs `unsafe-eval`, which the content security policy of the page refuses.
 */
export interface Renderer {
  /** Where points are, and where they come from while they move. Both [N], in [-1, 1]. */
  setPlaces(places: Places): void;
  /** [4 N] red, green, blue, and one of {@link marks}. */
  setColors(colors: Uint8Array): void;
  /** The points to draw, the lowest first. */
  setOrder(order: Uint32Array): void;
  /** Draws the pane and some of what is around it. @param moved how far points are on their way, in [0, 1] */
  draw(view: { readonly camera: Camera; readonly pane: Pane; readonly moved: number; readonly ink: Rgb }): void;
  /** Moves the picture as it is, and stretches it: much faster than drawing every point at another place. */
  shift(by: Shift): void;
  dispose(): void;
}

export interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly fromX: Float32Array;
  readonly fromY: Float32Array;
}

/** Each in [0, 1]. */
export type Rgb = readonly [number, number, number];

/** How a point is drawn: small, as usual, or large with a ring. */
export const marks = { quiet: 0, usual: 128, selected: 255 } as const;

/** Pixels of the screen per CSS pixel, at most: more cannot be seen on points, and takes time. */
const mostRatio = 2;

const vertexShader = `#version 300 es
in vec2 place;
in vec2 origin;
in vec4 color;
uniform vec2 middle;
uniform vec2 unit;
uniform float moved;
uniform float size;
out vec3 paint;
flat out float ring;
void main() {
  gl_Position = vec4((mix(origin, place, moved) - middle) * unit, 0.0, 1.0);
  ring = step(0.75, color.a);
  gl_PointSize = size * (ring > 0.0 ? 1.7 : color.a < 0.25 ? 0.8 : 1.0);
  paint = color.rgb;
}`;

const fragmentShader = `#version 300 es
precision mediump float;
in vec3 paint;
flat in float ring;
uniform vec3 ink;
out vec4 result;
void main() {
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  float far = dot(at, at);
  float cover = 1.0 - smoothstep(0.75, 1.0, far);
  vec3 shown = ring > 0.0 && far > 0.55 ? ink : paint;
  result = vec4(shown * cover, cover);
}`;

/** @returns undefined where the browser has no WebGL 2 to give */
export function createRenderer(canvas: HTMLCanvasElement): Renderer | undefined {
  const gl = canvas.getContext('webgl2', { antialias: false, depth: false, premultipliedAlpha: true });
  if (gl === null) return undefined;
  const program = linked(gl);
  if (program === undefined) return undefined;
  const place = gl.createBuffer();
  const origin = gl.createBuffer();
  const color = gl.createBuffer();
  const order = gl.createBuffer();
  let points = 0;
  let drawn = 0;

  // biome-ignore lint/correctness/useHookAtTopLevel: it is WebGL's, and no hook
  gl.useProgram(program);
  bind(place, 'place', { size: 2, type: gl.FLOAT });
  bind(origin, 'origin', { size: 2, type: gl.FLOAT });
  bind(color, 'color', { size: 4, type: gl.UNSIGNED_BYTE });
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  const at = (name: string) => gl.getUniformLocation(program, name);
  const uniforms = {
    middle: at('middle'),
    unit: at('unit'),
    moved: at('moved'),
    size: at('size'),
    ink: at('ink'),
  };

  return {
    setPlaces({ x, y, fromX, fromY }) {
      points = x.length;
      fill(place, pairs(x, y));
      fill(origin, pairs(fromX, fromY));
    },
    setColors: (colors) => fill(color, colors),
    setOrder(wanted) {
      drawn = wanted.length;
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, wanted, gl.STATIC_DRAW);
    },
    draw({ camera, pane, moved, ink }) {
      const ratio = Math.min(devicePixelRatio, mostRatio);
      const around = 1 + 2 * drawnBeyond;
      const width = Math.max(1, Math.round(pane.width * around * ratio));
      const height = Math.max(1, Math.round(pane.height * around * ratio));
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${width / ratio}px`;
        canvas.style.height = `${height / ratio}px`;
        canvas.style.left = `${(pane.width - width / ratio) / 2}px`;
        canvas.style.top = `${(pane.height - height / ratio) / 2}px`;
      }
      canvas.style.transform = '';
      gl.viewport(0, 0, width, height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.uniform2f(uniforms.middle, camera.x, camera.y);
      gl.uniform2f(uniforms.unit, (2 * camera.scale * ratio) / width, (2 * camera.scale * ratio) / height);
      gl.uniform1f(uniforms.moved, moved);
      gl.uniform1f(uniforms.size, pointSize(points, camera.scale / fitCamera(pane).scale) * ratio);
      gl.uniform3f(uniforms.ink, ...ink);
      gl.drawElements(gl.POINTS, drawn, gl.UNSIGNED_INT, 0);
    },
    shift({ x, y, scale }) {
      const ratio = Math.min(devicePixelRatio, mostRatio);
      // whole pixels of the screen: points stay sharp
      const whole = (part: number) => Math.round(part * ratio) / ratio;
      canvas.style.transform = `translate(${whole(x)}px, ${whole(y)}px) scale(${scale})`;
    },
    dispose() {
      for (const buffer of [place, origin, color, order]) gl.deleteBuffer(buffer);
      gl.deleteProgram(program);
    },
  };

  function bind(buffer: WebGLBuffer, name: string, { size, type }: { size: number; type: number }): void {
    const location = gl?.getAttribLocation(program as WebGLProgram, name) ?? -1;
    gl?.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl?.enableVertexAttribArray(location);
    gl?.vertexAttribPointer(location, size, type, type === gl.UNSIGNED_BYTE, 0, 0);
  }

  function fill(buffer: WebGLBuffer, data: Float32Array | Uint8Array): void {
    gl?.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl?.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  }
}

/** CSS pixels of a point: many are small, and grow as one comes closer. */
function pointSize(points: number, zoom: number): number {
  const whole = points > 20_000 ? 3 : points > 4000 ? 4 : points > 800 ? 6 : 9;
  return Math.min(18, Math.max(2, whole * zoom ** 0.3));
}

function linked(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : undefined;
}

function pairs(x: Float32Array, y: Float32Array): Float32Array {
  const both = new Float32Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    both[2 * i] = x[i] as number;
    both[2 * i + 1] = y[i] as number;
  }
  return both;
}
