import type { ModelEvent } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { percentText } from '../format.js';

/** Says an event of the audit journal in words; `times` of them where they were counted together. */
export function useAuditWords(): (event: ModelEvent, times: number) => string {
  const { t, i18n } = useTranslation();
  return (event, times) => {
    switch (event.type) {
      case 'added':
        return t('learn.audit.added', { model: event.model });
      case 'round-started':
        return t('learn.audit.roundStarted', { current: event.current });
      case 'round-stage':
        return t('learn.audit.roundStage', {
          stage: t(`learn.stage.${event.stage}`),
          state:
            event.stage === 'decide' && event.state === 'waiting'
              ? t('learn.state.decision')
              : t(`learn.state.${event.state}`),
        });
      case 'gated':
        return event.passed
          ? t('learn.audit.gatePassed', { model: event.model })
          : t('learn.audit.gateRefused', { model: event.model });
      case 'shadowed':
        return t('learn.audit.shadowed', {
          exam: event.exam,
          agreement: percentText(event.agreement, i18n.language),
        });
      case 'promoted':
        return event.forced
          ? t('learn.audit.forced', { model: event.model })
          : t('learn.audit.promoted', { model: event.model });
      case 'rolled-back':
        return t('learn.audit.rolledBack', {
          model: event.model ?? t('learn.model.shipped'),
          before: event.before,
        });
      case 'refused':
        return t('learn.audit.refused', { model: event.model });
      case 'frozen':
        return t('learn.audit.frozen', { pictures: event.pictures });
      case 'corrected':
        return t('learn.audit.corrected', { count: times });
    }
  };
}
