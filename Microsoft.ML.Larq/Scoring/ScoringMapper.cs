using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>Scores single rows for ML.NET's row-to-row mapping.</summary>
internal sealed class ScoringMapper(DataViewSchema input, DataViewSchema output, ScoringPlan plan) : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema => output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        new ActiveColumns(input, output, plan.FeatureColumn, dependingColumns).OfInput;

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringRow(input, new ActiveColumns(InputSchema, output, plan.FeatureColumn, activeColumns), plan);
    }
}
