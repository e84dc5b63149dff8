// Keeps the window alive when one page cannot be drawn, and says so in its place.

import { Component, type ReactNode } from 'react';

interface Props {
  readonly instead: (error: unknown) => ReactNode;
  readonly children: ReactNode;
}
type State = { readonly kind: 'whole' } | { readonly kind: 'broken'; readonly error: unknown };

export class Boundary extends Component<Props, State> {
  override state: State = { kind: 'whole' };

  static getDerivedStateFromError(error: unknown): State {
    return { kind: 'broken', error };
  }

  override render(): ReactNode {
    return this.state.kind === 'broken' ? this.props.instead(this.state.error) : this.props.children;
  }
}
