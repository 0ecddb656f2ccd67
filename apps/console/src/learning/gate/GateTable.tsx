import type { GateCheck, GateReport } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { differenceText, measureText } from '../format.js';
import { IntervalBar } from './IntervalBar.js';
import { byHead, isChange, useGateWords, widest } from './words.js';

const SIGNS: Readonly<Record<GateCheck['verdict'], string>> = {
  better: '▲',
  same: '=',
  worse: '▼',
  'too-few': '?',
};

/** Every comparison of the gate, by head and subgroup. */
export function GateTable({ report: { checks } }: { report: GateReport }) {
  const { t } = useTranslation();
  const words = useGateWords();
  const [onlyChanged, setOnlyChanged] = useState(false);
  const shown = onlyChanged ? checks.filter(isChange) : checks;
  const scale = widest(checks);
  const scaleText = measureText(scale);
  return (
    <section className="gate-table">
      <label className="tick">
        <input
          type="checkbox"
          checked={onlyChanged}
          onChange={({ target }) => setOnlyChanged(target.checked)}
        />
        <span>
          {t('learn.gate.onlyChanged', { changed: checks.filter(isChange).length, of: checks.length })}
        </span>
      </label>
      {shown.length === 0 ? (
        <p className="empty">{t('learn.gate.noChange')}</p>
      ) : (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                <th>{t('learn.gate.subgroup')}</th>
                <th>{t('learn.gate.measure')}</th>
                <th className="number">n</th>
                <th className="number">{t('learn.gate.before')}</th>
                <th className="number">{t('learn.gate.after')}</th>
                <th className="number">{t('learn.gate.difference')}</th>
                <th>
                  {t('learn.gate.interval')}
                  <span className="scale" aria-hidden="true">
                    <span>−{scaleText}</span>
                    <span>0</span>
                    <span>+{scaleText}</span>
                  </span>
                </th>
                <th>{t('learn.gate.verdict')}</th>
              </tr>
            </thead>
            {byHead(shown).map((group) => (
              <tbody key={group.head}>
                <tr className="head">
                  <th colSpan={8} scope="rowgroup">
                    {words.head(group.head)}
                  </th>
                </tr>
                {group.checks.map((check) => (
                  <tr key={`${check.measure} ${check.subgroup}`} className={check.verdict}>
                    <td>{words.subgroup(check.subgroup)}</td>
                    <td>{words.measure(check.measure)}</td>
                    <td className="number">{check.n}</td>
                    <td className="number">{measureText(check.before)}</td>
                    <td className="number">{measureText(check.after)}</td>
                    <td className="number">{differenceText(check.difference)}</td>
                    <td>
                      <IntervalBar check={check} scale={scale} />
                    </td>
                    <td className="check-verdict">
                      <i aria-hidden="true">{SIGNS[check.verdict]}</i> {t(`learn.verdict.${check.verdict}`)}
                    </td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      <p className="quiet">{t('learn.gate.tableHint')}</p>
    </section>
  );
}
