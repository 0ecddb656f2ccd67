import { LearningPage } from '../learning/LearningPage.js';
import { useRoute } from '../pages/use-route.js';
import { LivePage } from './LivePage.js';

/** The pages. The live page is always there; another one lies over it. */
export function App() {
  const route = useRoute();
  return (
    <>
      <LivePage aside={route.page !== 'live'} />
      {route.page === 'learning' && <LearningPage tab={route.tab} roundId={route.round} />}
    </>
  );
}
