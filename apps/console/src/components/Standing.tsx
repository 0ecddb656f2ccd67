import { ColonStanding } from './ColonStanding.js';
import { useConsole } from './context.js';
import type { ToolProps } from './tool.js';
import { UpperStanding } from './UpperStanding.js';

/** How the examination stands, by its mode: that of a colonoscopy, or of a gastroscopy once the organ says so. */
export function Standing(props: ToolProps) {
  const running = useConsole((state) => state.exam.status === 'running');
  const standing = useConsole((state) => state.view?.standing ?? null);
  const upper = useConsole((state) => state.view?.organ === 'upper');
  if (!running || standing === null) return null;
  return upper ? <UpperStanding standing={standing} /> : <ColonStanding standing={standing} {...props} />;
}
