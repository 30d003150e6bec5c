using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Where <c>mlContext.Model.Load</c> comes in for an image preprocessing, as in the other loader.</summary>
internal static class ImageLoader<TPreprocessing>
    where TPreprocessing : ITransformer, ILoadedFrom<TPreprocessing, string>
{
    private static ITransformer Create(IHostEnvironment environment, ModelLoadContext context) =>
        TPreprocessing.Load(environment, ImageArchive.Load(context));
}
