// Stands for a part of Electron's interface: what is there is typed by Electron's own declarations, the rest says that it is not covered.

/** Listening and telling is Node's own in both, with other words in Electron's declarations. */
export type Part<Whole> = Partial<Omit<Whole, keyof NodeJS.EventEmitter>>;

/** What promises, printing and comparing ask of every object. */
const askedOfAnything = new Set<string | symbol>(['then', 'toJSON', 'inspect', 'nodeType', 'asymmetricMatch']);

/**
 * The part as the whole. Whatever uses more of it than is here gets an error that names it, instead of an `undefined` that
 * goes wrong later.
 */
export function covered<Whole extends object>(name: string, part: Part<Whole>): Whole {
  return new Proxy(part as Whole, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key, target);
      if (found !== undefined || key in target || typeof key === 'symbol' || askedOfAnything.has(key))
        return typeof found === 'function' ? found.bind(target) : found;
      throw new Error(`the stand-in does not cover ${name}.${key}`);
    },
  });
}
