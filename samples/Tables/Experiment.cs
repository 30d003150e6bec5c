using Microsoft.ML;
using Microsoft.ML.Data;

namespace Tables;

/// <summary>A table, and how a network is judged on it.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Features">Columns before the label.</param>
/// <param name="Label">The label's type, which says the task.</param>
/// <param name="Measure">What the folds' values are.</param>
/// <param name="Folds">Cross-validates; gives a value a fold.</param>
internal sealed record Experiment(
    string Name, int Features, DataKind Label, string Measure, Func<MLContext, IDataView, IEnumerable<double>> Folds);
