/** The page of figures: named when it is first opened. */
import { FigureCharts } from './components/figure-charts.js';
import { StatsView } from './views/stats-view.js';

customElements.define('figure-charts', FigureCharts);
customElements.define('stats-view', StatsView);
