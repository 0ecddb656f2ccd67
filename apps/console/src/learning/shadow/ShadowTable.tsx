import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShadowLine } from '../api/answers.js';
import { percentText } from '../format.js';
import { Differences } from './Differences.js';

/** How far both models agree, an examination a row, with the stretches in which they differ beneath. */
export function ShadowTable({ lines }: { lines: readonly ShadowLine[] }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="table-frame">
      <table>
        <thead>
          <tr>
            <th>{t('learn.shadow.exam')}</th>
            <th className="number">{t('learn.shadow.frames')}</th>
            <th className="number">{t('learn.shadow.agreement')}</th>
            <td />
            <th className="number">{t('learn.shadow.both')}</th>
            <th className="number">{t('learn.shadow.lost')}</th>
            <th className="number">{t('learn.shadow.new')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Fragment key={line.exam}>
              <tr>
                <td>{line.exam}</td>
                <td className="number">{line.frames}</td>
                <td className="number">{percentText(line.agreement, i18n.language)}</td>
                <td>
                  <meter min={0} max={1} value={line.agreement} aria-hidden="true" />
                </td>
                <td className="number">{line.lesions.both}</td>
                <td className="number">{line.lesions.lost}</td>
                <td className="number">{line.lesions.new}</td>
              </tr>
              {line.differences.length > 0 && (
                <tr className="below">
                  <td colSpan={7}>
                    <Differences line={line} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
