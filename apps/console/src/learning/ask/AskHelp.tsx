import { useTranslation } from 'react-i18next';
import { KeyList } from '../../components/KeyList.js';
import { Panel } from '../../components/Panel.js';

/** The keys of the doctor's desk. */
export function AskHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const rows = [
    [[t('key.enter')], t('learn.keys.accept')],
    [['N'], t('learn.keys.none')],
    [['←', '→'], t('learn.keys.go')],
    [['B'], t('learn.keys.choose')],
    [['1', '2', '3'], t('learn.keys.type')],
    [['Del'], t('learn.keys.remove')],
    [['D'], t('learn.keys.draw')],
    [['E'], t('learn.keys.reshape')],
    [['O'], t('learn.keys.organ')],
    [['U'], t('learn.keys.usable')],
    [['C'], t('learn.keys.cleanliness')],
    [['K'], t('learn.keys.caecum')],
    [['Ctrl', 'Z'], t('learn.keys.undo')],
  ] as const;
  return (
    <Panel title={t('learn.ask.keys')} onClose={onClose}>
      <KeyList rows={rows} />
      <p className="quiet">{t('learn.keys.sketch')}</p>
      <p className="quiet">{t('learn.keys.whole')}</p>
    </Panel>
  );
}
