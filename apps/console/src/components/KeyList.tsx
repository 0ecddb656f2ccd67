/** Keys with what they do. */
export function KeyList({ rows }: { rows: readonly (readonly [keys: readonly string[], words: string])[] }) {
  return (
    <dl className="keys">
      {rows.map(([keys, words]) => (
        <div key={words}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
