// Makes the event that a listener may answer with `preventDefault`.

export interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<More extends object>(more?: More): Preventable & More {
  let isPrevented = false;
  const event = {
    ...more,
    get defaultPrevented() {
      return isPrevented;
    },
    preventDefault() {
      isPrevented = true;
    },
  };
  return event as Preventable & More;
}
