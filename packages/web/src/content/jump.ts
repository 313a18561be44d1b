/** Seconds that a step in a recording jumps. */
export const jump = 2;
