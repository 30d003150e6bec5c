using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq;

/// <summary>Passes data through and keeps the payload of a saved network.</summary>
sealed class BinarizedNetworkTransformer : ITransformer
{
    BinarizedNetworkTransformer(ModelPayload payload) => Payload = payload;

    internal ModelPayload Payload { get; }

    public bool IsRowToRowMapper => false;

    internal static ITransformer Load(IHostEnvironment environment, ModelPayload payload)
        => new BinarizedNetworkTransformer(payload);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IDataView Transform(IDataView input) => input;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
        => throw new NotSupportedException("This transformer maps no rows.");

    void ICanSaveModel.Save(ModelSaveContext context) => ModelDoor.Save(context, Payload);
}
