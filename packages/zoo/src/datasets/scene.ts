import type { Pixels, Random } from '@alaas/core';

export type Shape = 'circle' | 'square' | 'triangle' | 'star';

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

/** One shape on a background. Lengths in pixels, angles in turns. */
export interface Scene {
  /** Width and height of the picture. */
  readonly side: number;
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  /** From the middle to the furthest point. */
  readonly radius: number;
  readonly turn: number;
  /** Colours at the upper left and lower right of the shape. */
  readonly fill: Rgb;
  readonly fillEnd: Rgb;
  /** Colours at the two ends of the background. */
  readonly ground: Rgb;
  readonly groundEnd: Rgb;
  readonly groundTurn: number;
  /** Width of a stripe of the background; 0 = none. */
  readonly stripes: number;
  /** Thin light lines across background and shape. */
  readonly scratches: readonly { readonly x: number; readonly y: number; readonly turn: number }[];
  /** Standard deviation of the noise, in levels. */
  readonly grain: number;
  readonly random: Random;
}

/** The scene with smooth edges, a soft shadow and an outline. */
export function drawScene(scene: Scene): Pixels {
  const { side, grain, random } = scene;
  const distanceAt = distanceTo(scene);
  const groundShareAt = groundShareOf(scene);
  const stripeAt = stripesOf(scene);
  const scratchAt = scratchesOf(scene);
  const data = new Uint8Array(side * side * 3);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 3) {
      const distance = distanceAt(x, y);
      const inside = smooth(0.5, -0.5, distance);
      // darker within two pixels of the edge
      const outline = 1 - 0.35 * smooth(-2.5, -1.5, distance);
      const shadow = inside === 1 ? 0 : 0.3 * smooth(5, -3, distanceAt(x - 3, y - 4));
      const groundShare = groundShareAt(x, y);
      const groundLight = (1 - shadow) * (1 - 0.09 * stripeAt(x, y));
      const fillShare = clamp(((x - scene.x + y - scene.y) / scene.radius + 2) / 4);
      const scratch = 0.35 * scratchAt(x, y);
      const noise = grain * deviate(random);
      for (let channel = 0; channel < 3; channel++) {
        const ground = mixed(scene.ground, scene.groundEnd, groundShare, channel) * groundLight;
        const shape = mixed(scene.fill, scene.fillEnd, fillShare, channel) * outline;
        const painted = ground + (shape - ground) * inside;
        const level = painted + (235 - painted) * scratch + noise + 0.4 * grain * deviate(random);
        data[at + channel] = Math.round(Math.min(255, Math.max(0, level)));
      }
    }
  }
  return { data, width: side, height: side };
}

type Field = (x: number, y: number) => number;

/** Pixels to the shape's edge, negative inside. */
function distanceTo({ shape, x: middleX, y: middleY, radius, turn }: Scene): Field {
  const [cos, sin] = direction(turn);
  const distance = distances[shape];
  return (x, y) => {
    const dx = (x - middleX) / radius;
    const dy = (y - middleY) / radius;
    return radius * distance(dx * cos + dy * sin, dy * cos - dx * sin);
  };
}

/** Distance to the edge of a shape of radius 1 about the origin, negative inside. */
const distances: Record<Shape, Field> = {
  circle: (x, y) => Math.sqrt(x * x + y * y) - 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - Math.SQRT1_2,
  triangle: (x, y) => Math.max(y, Math.abs(x) * 0.866 - y * 0.5) - 0.5,
  star,
};

/** Five points, the inner corners at 0.42 of the radius. */
function star(x: number, y: number): number {
  const sector = (2 * Math.PI) / 5;
  // folded into half a point: 0 at a tip, sector / 2 at an inner corner
  const whole = Math.atan2(x, -y);
  const angle = Math.abs(whole - sector * Math.round(whole / sector));
  const length = Math.sqrt(x * x + y * y);
  const [px, py] = [length * Math.cos(angle), length * Math.sin(angle)];
  const [cornerX, cornerY] = [0.42 * Math.cos(sector / 2), 0.42 * Math.sin(sector / 2)];
  // the edge runs from the tip (1, 0) to the corner
  const [edgeX, edgeY] = [cornerX - 1, cornerY];
  return ((px - 1) * edgeY - py * edgeX) / Math.hypot(edgeX, edgeY);
}

/** 0..1 from one end of the background to the other. */
function groundShareOf({ side, groundTurn }: Scene): Field {
  const [cos, sin] = direction(groundTurn);
  return (x, y) => clamp(((x - side / 2) * cos + (y - side / 2) * sin) / side + 0.5);
}

/** 1 in every other stripe. */
function stripesOf({ side, groundTurn, stripes }: Scene): Field {
  if (stripes === 0) return () => 0;
  const [cos, sin] = direction(groundTurn);
  return (x, y) => {
    const across = (x - side / 2) * sin - (y - side / 2) * cos;
    return smooth(-0.3, 0.3, Math.sin((across * Math.PI) / stripes));
  };
}

/** 1 on a scratch. */
function scratchesOf({ scratches }: Scene): Field {
  const lines = scratches.map((line) => ({ ...line, normal: direction(line.turn) }));
  return (x, y) => {
    let most = 0;
    for (const { x: lineX, y: lineY, normal } of lines) {
      const distance = Math.abs((x - lineX) * normal[1] - (y - lineY) * normal[0]);
      most = Math.max(most, smooth(1.4, 0.2, distance));
    }
    return most;
  };
}

function direction(turn: number): readonly [cos: number, sin: number] {
  return [Math.cos(turn * 2 * Math.PI), Math.sin(turn * 2 * Math.PI)];
}

function mixed(from: Rgb, to: Rgb, share: number, channel: number): number {
  const start = from[channel] as number;
  return start + ((to[channel] as number) - start) * share;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** 0 at `from`, 1 at `to`, level at both ends. */
function smooth(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** Of mean 0 and variance 1, within +-2.5: the sum of two uniforms. */
function deviate(random: Random): number {
  return (random.next() + random.next() - 1) * Math.sqrt(6);
}
