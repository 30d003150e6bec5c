using Microsoft.ML.Data;
using Microsoft.ML.Larq.Onnx.Graphs;
using Microsoft.ML.Model.OnnxConverter;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>
/// A view that ML.NET's converter to ONNX takes along: it walks from the last view to the first and leaves out what is
/// no such view.
/// </summary>
/// <param name="view">The scored rows.</param>
/// <param name="source">The rows that come in.</param>
/// <param name="feature">The column that is scored.</param>
/// <param name="model">What scores them.</param>
/// <param name="scores">Writes it.</param>
internal sealed class ExportableView(
    IDataView view, IDataView source, string feature, ICanSaveModel model, OnnxScores scores)
    : ITransformCanSaveOnnx
{
    public bool CanShuffle => view.CanShuffle;

    public DataViewSchema Schema => view.Schema;

    IDataView IDataTransform.Source => source;

    public long? GetRowCount() => view.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        view.GetRowCursor(columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        view.GetRowCursorSet(columnsNeeded, n, rand);

    // What cannot be written is an error that says why, where ML.NET would leave it out with a warning.
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => true;

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        ctx.CheckOpSetVersion(OnnxGraph.OperatorSet, "BinaryNet");
        if (!ctx.ContainsColumn(feature))
        {
            throw new NotSupportedException(
                $"Feature column '{feature}' cannot be exported to ONNX, since a step that makes it cannot; convert "
                + "the steps behind that one alone, with data that has the column.");
        }

        var graph = new OnnxContextGraph(ctx);
        foreach (var (column, value) in scores(graph, ctx.GetVariableName(feature)))
            graph.Give(column, Schema[column].Type, value);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => model.Save(ctx);
}
