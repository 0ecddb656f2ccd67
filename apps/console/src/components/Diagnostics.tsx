import { useTranslation } from 'react-i18next';
import { useConsole } from './context.js';

const whole = (value: number) => `${Math.round(value)}`;

/** Frame rates, latency and everything that was dropped, on demand. */
export function Diagnostics() {
  const { t } = useTranslation();
  const counters = useConsole((state) => state.counters);
  const hello = useConsole((state) => state.hello);
  const examId = useConsole((state) => state.exam.id);
  const pid = useConsole((state) => state.analysis?.workerPid ?? null);
  if (!counters) return null;
  const ms = (...values: number[]) => t('diagnostics.ms', { value: values.map(whole).join(' / ') });
  const { latencyMs, inferenceMs, stagesMs } = counters;
  const rows: [string, string][] = [
    [
      t('diagnostics.fps'),
      [counters.fpsIn, counters.fpsAnalysed, counters.fpsPainted].map((fps) => fps.toFixed(1)).join(' / '),
    ],
    [t('diagnostics.latency'), `${ms(latencyMs.p50, latencyMs.p95, latencyMs.p99)} (n ${latencyMs.n})`],
    [t('diagnostics.inference'), ms(inferenceMs.p50, inferenceMs.p99)],
    [t('diagnostics.stages'), ms(stagesMs.toSend.p50, stagesMs.station.p50, stagesMs.toPaint.p50)],
    [t('diagnostics.frames'), [counters.captured, counters.sent, counters.painted].join(' / ')],
    [
      t('diagnostics.dropped'),
      [counters.dropped, counters.late, counters.unsteady, counters.superseded, counters.expired].join(' / '),
    ],
    [t('diagnostics.missed'), `${counters.missed}`],
    [t('diagnostics.wrong'), `${counters.wrongFrame}`],
    [
      t('diagnostics.model'),
      hello ? `${hello.model.id} ${hello.model.version} ${hello.model.sha256.slice(0, 12)}` : '',
    ],
    [
      t('diagnostics.provider'),
      hello ? `${hello.model.provider}, ${hello.model.precision}${pid === null ? '' : `, pid ${pid}`}` : '',
    ],
    [t('diagnostics.field'), counters.field.map((side) => side.toFixed(3)).join(' ')],
    [t('diagnostics.exam'), examId ?? t('diagnostics.none')],
  ];
  return (
    <aside className="diagnostics" aria-label={t('diagnostics.title')}>
      <h2>{t('diagnostics.title')}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
