export type AudioFormat = 'wav' | 'mp3' | 'ogg' | 'flac';

/**
 * The format of a recording, told by its first bytes; undefined for whatever is none.
 *
 * @param bytes at least the first 16, where there are so many
 */
export function audioFormat(bytes: Uint8Array): AudioFormat | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('RIFF') && head.slice(8) === 'WAVE') return 'wav';
  if (head.startsWith('OggS')) return 'ogg';
  if (head.startsWith('fLaC')) return 'flac';
  return head.startsWith('ID3') || isMp3Frame(bytes) ? 'mp3' : undefined;
}

/** ISO 11172-3 and 13818-3: eleven ones, then a known version, layer III, and neither a forbidden bit rate nor sample rate. */
function isMp3Frame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isSync = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08;
  return isSync && (second & 0x06) === 0x02 && third >> 4 !== 15 && third >> 4 !== 0 && (third & 0x0c) !== 0x0c;
}
