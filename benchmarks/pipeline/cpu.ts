/** Milliseconds of processor time, user and system together; by default of this process so far, with its threads. */
export function cpuMs({ user, system } = process.cpuUsage()): number {
  return (user + system) / 1000;
}
