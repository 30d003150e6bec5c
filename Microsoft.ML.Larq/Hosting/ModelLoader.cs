using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Where <c>mlContext.Model.Load</c> comes in for a network.</summary>
/// <remarks>
/// ML.NET finds the method by its name and parameters, and the class by an attribute beside the transformer: what is
/// loaded knows its loader, and not the other way round.
/// </remarks>
internal static class ModelLoader<TModel>
    where TModel : ITransformer, ILoadedFrom<TModel, StoredModel>
{
    private static TModel Create(IHostEnvironment environment, ModelLoadContext context) =>
        TModel.Load(environment, ModelArchive.Load(context));
}
