import { type Clip, createRandom, type Random } from '@alaas/core';
import { unbalancedLabels } from './sample-labels.ts';

export interface SampleClip {
  readonly id: string;
  readonly label: string;
  /** Under a second, at 8,000 samples per second. */
  readonly clip: Clip;
}

type Sound = 'beep' | 'siren' | 'hiss' | 'clicks';

/**
 * Made-up recordings to try the product on, of varied pitch, loudness, length and noise. The label is the sound: beep (70 in
 * a hundred), siren (20; a pitch that goes up or down), hiss (8), clicks (2).
 *
 * @param options.size number of recordings; a larger pool of the same seed begins with the smaller one
 * @param options.seed unsigned 32-bit
 */
export function* sampleClips(options: { seed: number; size: number }): Generator<SampleClip, void> {
  const random = createRandom(options.seed).fork('clips');
  const labels = unbalancedLabels<Sound>(['beep', 'siren', 'hiss', 'clicks'], random.fork('labels'));
  for (let i = 0; i < options.size; i++) {
    const label = labels.next().value;
    const id = `clip-${String(i + 1).padStart(5, '0')}`;
    yield { id, label, clip: record(label, random.fork(id)) };
  }
}

const rate = 8000;

function record(sound: Sound, random: Random): Clip {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const length = Math.round(between(0.5, 0.9) * rate);
  const loudness = between(0.1, 0.8);
  const ground = between(0.002, 0.02);
  const play = makeSound(sound, random, length);
  const samples = Float32Array.from({ length }, (_, i) => {
    const value = loudness * play(i) + ground * between(-1, 1);
    return Math.max(-1, Math.min(1, value));
  });
  return { samples, rate };
}

/** Gives one sample after the other, in -1 to 1. */
function makeSound(sound: Sound, random: Random, length: number): (i: number) => number {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  if (sound === 'hiss') return makeHiss(random, length);
  if (sound === 'clicks') {
    const gap = Math.round(between(0.04, 0.16) * rate);
    const decay = between(20, 60);
    return (i) => Math.exp(-(i % gap) / decay) * between(-1, 1);
  }
  // hertz, one to three octaves above the chamber pitch's lower one
  const from = 220 * 2 ** between(0, 3);
  const to = sound === 'beep' ? from : from * 2 ** (between(0.5, 1.2) * (random.next() < 0.5 ? -1 : 1));
  const overtones = [1, between(0, 0.5), between(0, 0.3)];
  const sum = overtones.reduce((total, level) => total + level, 0);
  let phase = 0;
  return (i) => {
    // the pitch moves evenly in octaves
    phase += (from * (to / from) ** (i / length)) / rate;
    const wave = overtones.reduce((total, level, k) => total + level * Math.sin(2 * Math.PI * (k + 1) * phase), 0);
    return (wave / sum) * envelope(i, length);
  };
}

/** Noise, of which some loses its high pitches. */
function makeHiss(random: Random, length: number): (i: number) => number {
  const smoothness = random.next() * 0.6;
  let last = 0;
  return (i) => {
    last = smoothness * last + (1 - smoothness) * (2 * random.next() - 1);
    return last * envelope(i, length);
  };
}

/** Begins and ends within 20 ms, so that no sound starts with a click. */
function envelope(i: number, length: number): number {
  return Math.min(1, i / 160, (length - 1 - i) / 160);
}
