const PATHS = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4z M12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  freeze: 'M8 5v14 M16 5v14',
  play: 'M7 5l12 7-12 7z',
  record: 'M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
  sound: 'M4 10v4h4l5 4V6L8 10z M16.5 9a4 4 0 0 1 0 6',
  mute: 'M4 10v4h4l5 4V6L8 10z M16 10l4 4 M20 10l-4 4',
  full: 'M4 9V4h5 M20 9V4h-5 M4 15v5h5 M20 15v5h-5',
  settings: 'M4 7h9 M17 7h3 M15 5v4 M4 17h3 M11 17h9 M9 15v4',
  help: 'M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2.2 M12 17.5v.5',
  gauge: 'M4 18a9 9 0 1 1 16 0 M12 14l4-5',
  pause: 'M9 6v12 M15 6v12',
  stop: 'M6 6h12v12H6z',
  learn: 'M3 9l9-4 9 4-9 4z M7 11v5c3 2.4 7 2.4 10 0v-5 M21 9v6',
  back: 'M11 6l-6 6 6 6 M5 12h14',
  source: 'M3 6h18v11H3z M8 21h8',
} as const;
export type IconName = keyof typeof PATHS;

/** A line drawing of 24 units; always beside or within something that says the same in words. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg className={filled ? 'icon filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
