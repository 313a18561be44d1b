/** The same object, which fails on a read of anything that is not there. */
export function guarded<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      if (!Object.hasOwn(object, name)) throw new Error(`read ${String(name)}, which is not declared`);
      return Reflect.get(object, name);
    },
  });
}
