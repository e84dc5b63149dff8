// Gives Playwright's and Electron's types the names of the DOM they take for granted, as things nothing is known of: pages are another world.

interface Node {
  readonly nodeName: string;
}
type HTMLElement = Node;
type SVGElement = Node;
type HTMLElementTagNameMap = Record<string, Node>;
type HTMLElementEventMap = Record<string, unknown>;
type EventListenerOrEventListenerObject = (event: unknown) => void;
interface MessagePort {
  readonly nodeName?: never;
}
interface VideoFrame {
  readonly nodeName?: never;
}
