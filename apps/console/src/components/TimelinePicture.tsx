import { useTranslation } from 'react-i18next';

/** The course of a finished examination, as the station draws it from the journal. */
export function TimelinePicture({ examId }: { examId: string }) {
  const { t, i18n } = useTranslation();
  const at = (kind: 'svg' | 'png') =>
    `/api/exams/${encodeURIComponent(examId)}/timeline.${kind}?lang=${i18n.language}`;
  return (
    <figure className="timeline">
      <img src={at('svg')} alt={t('timeline.title')} />
      <figcaption>
        <a href={at('png')} download={`${examId}-timeline.png`}>
          {t('timeline.save')}
        </a>
      </figcaption>
    </figure>
  );
}
