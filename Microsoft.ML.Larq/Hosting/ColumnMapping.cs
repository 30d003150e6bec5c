using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Adds one column that is computed from another, row by row, the way ML.NET's own transformers do.</summary>
/// <param name="source">The column that is read.</param>
/// <param name="target">The column that is added.</param>
/// <param name="getter">Makes the added column's getter over a row.</param>
/// <param name="transformer">Whose column it is.</param>
internal sealed class ColumnMapping(
    DataViewSchema.Column source,
    DataViewSchema.DetachedColumn target,
    Func<DataViewRow, DataViewSchema.Column, Delegate> getter,
    ITransformer transformer) : IRowMapper
{
    public DataViewSchema OutputSchema(DataViewSchema input) => RowToRowMapperTransform.GetOutputSchema(input, this);

    public IDataView Transform(IHostEnvironment environment, IDataView input) =>
        new RowToRowMapperTransform(environment, input, this, null);

    public IRowToRowMapper Mapper(IHostEnvironment environment, DataViewSchema input) =>
        new RowToRowMapperTransform(environment, new EmptyDataView(environment, input), this, null);

    Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput) =>
        column => column == source.Index && activeOutput(0);

    Delegate[] IRowMapper.CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
    {
        disposer = () => { };
        return [activeOutput(0) ? getter(input, source) : null!];
    }

    DataViewSchema.DetachedColumn[] IRowMapper.GetOutputColumns() => [target];

    ITransformer IRowMapper.GetTransformer() => transformer;

    void ICanSaveModel.Save(ModelSaveContext ctx) => transformer.Save(ctx);
}
