import { elementsIn, readElements, type XmlElement } from './read-elements.ts';

/** A tag that people answer with. */
export interface ControlTag {
  readonly tag: string;
  /** `from_name` of results. */
  readonly name: string;
  /** The object tags that it is about; of a comparison two. */
  readonly toNames: readonly string[];
  /** What it writes into results, in the order of the config. */
  readonly labels: readonly string[];
  /** Whether one answer may name several labels. */
  readonly isMultiple: boolean;
  /** What keeps its answers from being labels of an item, where something does. */
  readonly problem?: string;
}

/** A tag that shows something of a task. */
export interface ObjectTag {
  readonly tag: string;
  readonly name: string;
  /** As written: `$text`. */
  readonly value: string;
  /** Whether the value is an address, also where the tag shows text. */
  readonly isAddress: boolean;
}

export interface LabelConfig {
  readonly controls: readonly ControlTag[];
  /** By name. */
  readonly objects: ReadonlyMap<string, ObjectTag>;
}

/** Reads what a label config asks and shows. @throws AlaasError `INVALID_REQUEST` where it is no XML */
export function readLabelConfig(xml: string): LabelConfig {
  const controls: ControlTag[] = [];
  const objects = new Map<string, ObjectTag>();
  for (const element of elementsIn(readElements(xml))) {
    const { name: tag, attributes } = element;
    const { name, toName, value } = attributes;
    if (name === undefined) continue;
    if (toName !== undefined) controls.push(controlOf(element, name, toName));
    else if (value !== undefined) objects.set(name, { tag, name, value, isAddress: isAddress(tag, attributes) });
  }
  return { controls, objects };
}

function controlOf(element: XmlElement, name: string, toName: string): ControlTag {
  const { name: tag, attributes } = element;
  const options = element.children.flatMap(optionsIn);
  const problem = problemOf(attributes, options);
  return {
    tag,
    name,
    toNames: toName.split(',').map((one) => one.trim()),
    // results hold the alias where there is one
    labels: options.flatMap((option) => option.attributes.alias ?? option.attributes.value ?? []),
    isMultiple: attributes.choice === 'multiple',
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Choices may stand in a View, for their looks. */
function optionsIn(element: XmlElement): XmlElement[] {
  if (element.name === 'Choice' || element.name === 'Label') return [element];
  return element.name === 'View' ? element.children.flatMap(optionsIn) : [];
}

function problemOf(attributes: XmlElement['attributes'], options: readonly XmlElement[]): string | undefined {
  if (attributes.perRegion === 'true') return 'it is asked of each region, not of the task';
  if (attributes.perItem === 'true') return 'it is asked of each part, not of the task';
  if (attributes.value?.startsWith('$')) return 'its labels come with each task; write them into the config';
  if (
    attributes.allowNested === 'true' ||
    options.some(({ children }) => children.some(({ name }) => name === 'Choice'))
  )
    return 'its labels are nested; write them as one list';
  return undefined;
}

function isAddress(tag: string, { valueType }: XmlElement['attributes']): boolean {
  if (tag === 'Text' || tag === 'HyperText') return valueType === 'url';
  return true;
}
