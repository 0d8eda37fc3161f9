// The mark of the project.
export function Brand({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="brand-back" />
      <path d="M9 10.5h9M9 16h14M9 21.5h9" className="brand-line" />
      <circle cx="23" cy="10.5" r="2" className="brand-dot" />
      <circle cx="23" cy="21.5" r="2" className="brand-dot" />
    </svg>
  );
}
