import { useTranslation } from 'react-i18next';
import { keyText } from './format.js';
import { KeyList } from './KeyList.js';
import { Panel } from './Panel.js';

/** The keys. */
export function Help({ photoKeys, onClose }: { photoKeys: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const rows = [
    [[t('key.space'), ...photoKeys.map(keyText)], t('help.photo')],
    [['K'], t('help.checklist')],
    [['Y'], t('help.confirm')],
    [['Z'], t('help.undo')],
    [['F'], t('help.freeze')],
    [['R'], t('help.record')],
    [['A'], t('help.switch')],
    [['P'], t('help.clock')],
    [['C'], t('help.caecum')],
    [['H'], t('help.where')],
    [['G'], t('help.bbps')],
    [['M'], t('help.mute')],
    [['L'], t('help.lumen')],
    [['V'], t('help.wall')],
    [['S'], t('help.sound')],
    [[t('key.enter')], t('help.full')],
    [['D'], t('help.diagnostics')],
    [['?'], t('help.help')],
    [[t('key.escape')], t('help.escape')],
  ] as const;
  return (
    <Panel title={t('help.title')} onClose={onClose}>
      <KeyList rows={rows} />
      <p className="quiet">{t('help.buttons')}</p>
      <p className="quiet">{t('help.picture')}</p>
    </Panel>
  );
}
