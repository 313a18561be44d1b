import type { InspectedModality, Inspection } from '@alaas/core';
import { modalityOfNames } from './guess-modality.ts';
import { mixed } from './inspect-text.ts';
import { endingOf, modalityOfName } from './modality-of-name.ts';

/** Folders that are told apart, and endings. */
const mostNames = 1000;
/** Paths that the samples are chosen from: all of them, or at least half as many. */
const mostKept = 500;
const shownItems = 5;
/** Endings of manifests, which a folder does not read as such. */
const manifestEndings = /^(csv|tsv|jsonl|ndjson|json|parquet|xlsx?)$/;

/** Counts the files of a folder as they are found, in memory of a few hundred names. */
export class FolderTally {
  readonly #counts: Partial<Record<InspectedModality, number>> = {};
  readonly #folders = new Map<string, number>();
  readonly #others = new Map<string, number>();
  readonly #kept: string[] = [];
  readonly #manifests: string[] = [];
  #items = 0;
  #stride = 1;
  #skipped = 0;

  /** @param path below the folder, with `/` */
  add(path: string): void {
    const modality = modalityOfName(path);
    if (modality === undefined) {
      this.#skip(path);
      return;
    }
    this.#items++;
    this.#counts[modality] = (this.#counts[modality] ?? 0) + 1;
    const folder = path.split('/').at(-2) ?? '';
    count(this.#folders, folder);
    this.#keep(path);
  }

  /** Up to five paths, spread over all that was found, in order. */
  get samples(): string[] {
    const { guess } = this.modality;
    const sorted = this.#kept.filter((path) => modalityOfName(path) === guess).sort();
    const step = Math.max(1, sorted.length / shownItems);
    const places = Array.from({ length: Math.min(shownItems, sorted.length) }, (_, i) => Math.floor(i * step));
    return places.flatMap((place) => sorted[place] ?? []);
  }

  get modality(): Inspection['modality'] {
    return modalityOfNames(this.#counts, 0);
  }

  get items(): number {
    return this.#items;
  }

  /** Names of folders, where each holds two items on average, and there is more than one. */
  get labels(): Inspection['labels'] {
    const { size } = this.#folders;
    if (size < 2 || size > 200 || this.#folders.has('') || this.#items < 2 * size) return [];
    return [...this.#folders]
      .map(([name, items]) => ({ name, items }))
      .sort((a, b) => b.items - a.items || (a.name < b.name ? -1 : 1));
  }

  /** @param isMore whether there are files that were not looked at */
  warnings(isMore: boolean): Inspection['warnings'] {
    const warnings: Inspection['warnings'] = [];
    if (this.#items === 0 && !isMore)
      warnings.push({ code: 'empty', detail: 'There is no file that can be labelled.' });
    if (this.#skipped > 0) {
      const kinds = [...this.#others].sort(([, a], [, b]) => b - a).slice(0, 5);
      const list = kinds.map(([ending, files]) => `${files} ${ending === '' ? 'without an ending' : `.${ending}`}`);
      const [manifest] = this.#manifests;
      const hint = manifest === undefined ? '' : ` To label the rows of ${manifest}, name that file.`;
      const detail = `${this.#skipped} files are of other kinds and left out: ${list.join(', ')}.${hint}`;
      warnings.push({ code: 'skipped', detail, items: this.#skipped });
    }
    warnings.push(...mixed(this.modality));
    if (isMore) {
      const detail = `Counting stopped at ${this.#items + this.#skipped} files; there are more.`;
      warnings.push({ code: 'cut', detail });
    }
    return warnings;
  }

  /** Every one at first; when these are many, every second one of them, and of those to come; and so on. */
  #keep(path: string): void {
    if (this.#items % this.#stride !== 1 % this.#stride) return;
    this.#kept.push(path);
    if (this.#kept.length < mostKept) return;
    this.#stride *= 2;
    this.#kept.splice(0, this.#kept.length, ...this.#kept.filter((_, i) => i % 2 === 0));
  }

  #skip(path: string): void {
    this.#skipped++;
    const ending = endingOf(path);
    count(this.#others, ending);
    if (manifestEndings.test(ending) && this.#manifests.length < 5) this.#manifests.push(path);
  }
}

function count(counts: Map<string, number>, name: string): void {
  const known = counts.get(name);
  if (known !== undefined || counts.size < mostNames) counts.set(name, (known ?? 0) + 1);
}
