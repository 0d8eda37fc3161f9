// One part that fails leaves the others standing, and says what to do.
import { Component, type ReactNode } from 'react';
import { words } from '../words';
import { Button } from './Button';
import { Empty } from './Empty';

/** A new `at` is another try. */
interface Props { at: string; children: ReactNode }

export class Boundary extends Component<Props, { failed: string | null }> {
  override state = { failed: null };

  static getDerivedStateFromError(error: unknown): { failed: string } {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: Props): void {
    if (before.at !== this.props.at && this.state.failed !== null) this.setState({ failed: null });
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return (
      <main className="page">
        <Empty alone title={words.shell.broken.title}>
          <p>{words.shell.broken.hint}</p>
          <p><code>{this.state.failed}</code></p>
          <Button kind="primary" onClick={() => location.reload()}>{words.shell.broken.reload}</Button>
        </Empty>
      </main>
    );
  }
}
