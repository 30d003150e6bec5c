using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>The score of one feature vector; for one thread.</summary>
internal delegate float VectorScore(in VBuffer<float> features);

/// <summary>
/// A transformer that ML.NET takes for one of its own predictors: permutation feature importance looks for the first of
/// these interfaces, <see cref="BinaryPredictionTransformer{TModel}"/> and OneVersusAll for the others.
/// </summary>
internal interface IHostedPredictor
    : ISingleFeaturePredictionTransformer, IDistPredictorProducing<float, float>, IValueMapperDist
{
    /// <summary>What the outputs mean.</summary>
    LearningTask Task { get; }

    /// <summary>Numbers of a feature vector.</summary>
    int Inputs { get; }

    /// <summary>Outputs of the network.</summary>
    int Outputs { get; }

    /// <summary>Makes what scores one vector after another.</summary>
    /// <exception cref="InvalidOperationException">The network gives more than one number.</exception>
    VectorScore NewScore();

    /// <summary>The probability that a binary score means.</summary>
    float ProbabilityOf(float score);

    PredictionKind IPredictor.PredictionKind => Task switch
    {
        LearningTask.BinaryClassification => PredictionKind.BinaryClassification,
        LearningTask.MulticlassClassification => PredictionKind.MulticlassClassification,
        LearningTask.Regression => PredictionKind.Regression,
        _ => PredictionKind.MultiOutputRegression,
    };

    DataViewType IValueMapper.InputType => new VectorDataViewType(NumberDataViewType.Single, Inputs);

    DataViewType IValueMapper.OutputType => Outputs == 1
        ? NumberDataViewType.Single
        : new VectorDataViewType(NumberDataViewType.Single, Outputs);

    DataViewType IValueMapperDist.DistType => NumberDataViewType.Single;

    ValueMapper<TSrc, TDst> IValueMapper.GetMapper<TSrc, TDst>()
    {
        var score = NewScore();
        return (ValueMapper<TSrc, TDst>)(Delegate)(ValueMapper<VBuffer<float>, float>)(
            (in VBuffer<float> features, ref float value) => value = score(in features));
    }

    ValueMapper<TSrc, TDst, TDist> IValueMapperDist.GetMapper<TSrc, TDst, TDist>()
    {
        var score = NewScore();
        return (ValueMapper<TSrc, TDst, TDist>)(Delegate)(ValueMapper<VBuffer<float>, float, float>)(
            (in VBuffer<float> features, ref float value, ref float probability) =>
            {
                value = score(in features);
                probability = ProbabilityOf(value);
            });
    }
}
