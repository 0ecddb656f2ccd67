import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface PanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A dialog over the page. The picture goes on behind it; Escape closes it and the focus goes back. */
export function Panel({ title, onClose, wide = false, children }: PanelProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  // "Back" in the browser leaves the page that the dialog belongs to.
  useEffect(() => {
    addEventListener('hashchange', onClose);
    return () => removeEventListener('hashchange', onClose);
  }, [onClose]);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'panel wide' : 'panel'}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className="plain" onClick={onClose}>
          {t('menu.close')}
        </button>
      </header>
      {children}
    </dialog>
  );
}
