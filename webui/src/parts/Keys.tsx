// Keys as they look on a keyboard, one after the other.
export function Keys({ keys }: { keys: readonly string[] }) {
  return <span className="keys">{keys.map((key, index) => <kbd key={index}>{key}</kbd>)}</span>;
}
