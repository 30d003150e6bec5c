using Microsoft.ML;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(ModelLoader), null, typeof(SignatureLoadModel),
    "Binarized network", ModelDoor.LoaderSignature)]

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Where <c>mlContext.Model.Load</c> comes in; ML.NET finds it by the attribute above.</summary>
internal static class ModelLoader
{
    private static ITransformer Create(IHostEnvironment environment, ModelLoadContext context)
        => BinarizedNetworkTransformer.Load(ModelDoor.Load(context));
}
