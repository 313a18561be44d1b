import { type Boxes, check } from '@alaas/core';
import { z } from 'zod';
import { invalidAnswer, oneAnswer, readAnswer } from './answers.ts';
import { type FileFormat, inPieces, invalidRow, toRow } from './format.ts';
import type { JsonElement } from './json-elements.ts';
import { jsonElements, parseJson } from './json-rows.ts';
import type { ExchangeContext, ExchangeRecord, ReadRow } from './record.ts';
import { Spool } from './spool.ts';

/**
 * COCO's object detection file. It holds one answer an image, and an image without annotations is one on which nothing is
 * to be seen: images without an agreed answer are left out. Boxes are written to a temporary file while images are
 * written. Reading keeps a few numbers of every box, since images and annotations come in any order.
 */
export const coco: FileFormat = {
  id: 'coco',
  mediaType: 'application/json',
  extension: 'json',
  write: (records, context) => writeCoco(records, context),
  read: readCoco,
};

async function* writeCoco(
  records: AsyncIterable<ExchangeRecord>,
  context: ExchangeContext,
): AsyncGenerator<string | Uint8Array> {
  const { labels } = context.task;
  const categories = labels.map((name, i) => ({ id: i + 1, name, supercategory: '' }));
  const info = { description: `ALaaS project ${context.project}`, date_created: new Date(context.now).toISOString() };
  const head = { info, licenses: [], categories };
  const spool = await Spool.open();
  try {
    yield `${JSON.stringify(head).slice(0, -1)},\n"images":[\n`;
    yield* inPieces(images(records, { spool, labels }));
    yield '\n],\n"annotations":[\n';
    yield* spool.pieces();
    yield '\n]}\n';
  } finally {
    await spool.close();
  }
}

/** Texts of the images; those of their boxes go to the spool. */
async function* images(
  records: AsyncIterable<ExchangeRecord>,
  { spool, labels }: { spool: Spool; labels: readonly string[] },
): AsyncGenerator<string> {
  let image = 0;
  let annotation = 0;
  for await (const record of records) {
    const answer = oneAnswer(record) as Boxes | undefined;
    if (answer === undefined) continue;
    const { width, height, boxes } = answer;
    image++;
    const own = { id: image, file_name: record.uri, width, height, item: record.item };
    yield `${image === 1 ? '' : ',\n'}${JSON.stringify(own)}`;
    let text = '';
    for (const { label, x, y, width: w, height: h } of boxes) {
      annotation++;
      const category = labels.indexOf(label) + 1;
      const place = { bbox: [x, y, w, h], area: w * h, segmentation: [], iscrowd: 0 };
      const box = { id: annotation, image_id: image, category_id: category, ...place };
      text += `${annotation === 1 ? '' : ',\n'}${JSON.stringify(box)}`;
    }
    if (text !== '') await spool.append(text);
  }
}

const id = z.union([z.number(), z.string()]);
const categorySchema = z.object({ id, name: z.string() });
const imageSchema = z.object({
  id,
  file_name: z.string().nullish(),
  coco_url: z.string().nullish(),
  width: z.number(),
  height: z.number(),
  item: z.string().nullish(),
});
const annotationSchema = z.object({
  image_id: id,
  category_id: id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

type Id = z.output<typeof id>;
type Image = z.output<typeof imageSchema> & { readonly number: number };

/** What was found of a file. */
class Parts {
  readonly names = new Map<Id, string>();
  readonly images: Image[] = [];
  /** Numbers of boxes by image, five each: place of the category in `categories`, x, y, width, height. */
  readonly boxes = new Map<Id, number[]>();
  readonly categories: Id[] = [];
  readonly #places = new Map<Id, number>();
  /** Why the boxes of an image are not all known: its answer would be false. */
  readonly faults = new Map<Id, string>();

  /** The entry that may hold a box of any image. */
  stray: string | undefined;

  /** @throws AlaasError what is wrong with the element */
  add(element: JsonElement): void {
    const { key, number, isCut } = element;
    const what = `entry ${number} of "${key ?? 'the file'}"`;
    if (isCut === true) this.stray ??= what;
    if (key === 'annotations') {
      this.#addBox(element, what);
    } else if (key === 'categories') {
      const category = check(categorySchema, valueOfElement(element, what), what, 'INVALID_REQUEST');
      this.names.set(category.id, category.name);
    } else if (key === 'images' || isCut === true) {
      this.images.push({ ...check(imageSchema, valueOfElement(element, what), what, 'INVALID_REQUEST'), number });
    }
  }

  #addBox(element: JsonElement, what: string): void {
    let image: Id | undefined;
    try {
      const value = valueOfElement(element, what);
      image = id.safeParse((value as { image_id?: unknown } | null)?.image_id).data;
      const { image_id, category_id, bbox } = check(annotationSchema, value, what, 'INVALID_REQUEST');
      const numbers = this.boxes.get(image_id) ?? [];
      numbers.push(this.#placeOf(category_id), ...bbox);
      this.boxes.set(image_id, numbers);
    } catch (error) {
      if (image === undefined) this.stray ??= what;
      else this.faults.set(image, what);
      throw error;
    }
  }

  #placeOf(category: Id): number {
    const known = this.#places.get(category);
    if (known !== undefined) return known;
    const place = this.categories.push(category) - 1;
    this.#places.set(category, place);
    return place;
  }
}

function valueOfElement({ bytes, fault }: JsonElement, what: string): unknown {
  if (bytes === undefined) throw invalidRow(`The ${what} cannot be read: ${fault}.`);
  return parseJson(bytes);
}

async function* readCoco(bytes: AsyncIterable<Uint8Array>, context: ExchangeContext): AsyncGenerator<ReadRow> {
  const parts = new Parts();
  for await (const element of jsonElements(bytes)) {
    const row = toRow(element.number, () => {
      parts.add(element);
      return { responses: [] };
    });
    if ('error' in row) yield row;
  }
  const { stray } = parts;
  if (stray !== undefined) {
    yield toRow(1, () => {
      throw invalidRow(`No image is read: ${stray} cannot be read, and may be of any of them.`);
    });
    return;
  }
  for (const image of parts.images) {
    yield toRow(image.number, () => {
      const { file_name: name, coco_url: url, item } = image;
      const fault = parts.faults.get(image.id);
      if (fault !== undefined) throw invalidAnswer(`The image ${image.id} lacks a box that cannot be read: ${fault}`);
      const uri = name ?? url ?? undefined;
      if (uri === undefined) throw invalidRow(`The image ${image.id} has no file_name and no coco_url.`);
      const value = readAnswer(context, boxesOf(image, parts), undefined);
      return { ...(typeof item === 'string' ? { item } : {}), uri, responses: [{ status: 'submitted', value }] };
    });
  }
}

function boxesOf({ id: image, width, height }: Image, { boxes, categories, names }: Parts): unknown {
  const numbers = boxes.get(image) ?? [];
  const list = Array.from({ length: numbers.length / 5 }, (_, i) => {
    const [place, x, y, w, h] = numbers.slice(5 * i, 5 * i + 5);
    const category = categories[place as number] as Id;
    const label = names.get(category);
    if (label === undefined) throw invalidAnswer(`The file has no category ${category}`);
    return { label, x, y, width: w, height: h };
  });
  return { width, height, boxes: list };
}
