/** A file that is written by a program from what the code says, so that the two cannot differ. */
export interface GeneratedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Makes some of the generated files. Same code, same text: no clock, no randomness, no machine in it. */
export interface Generator {
  /** What it makes, for people. */
  readonly title: string;
  /**
   * @param root absolute path of the checkout
   * @throws Error naming the file that it cannot read
   */
  generate(root: string): Promise<readonly GeneratedFile[]>;
}
